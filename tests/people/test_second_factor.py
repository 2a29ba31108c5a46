"""The second step of signing in, with a real authenticator's codes."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from mentorhub.people.models import User
from tests.factories import people

from . import mailbox
from .test_sign_in import LOGIN, is_signed_in

SECOND_STEP = "/accounts/2fa/authenticate/"
ADMIN = "/admin/"


class Phone:
    """Somebody's authenticator app."""

    def __init__(self, user: User) -> None:
        self.secret = generate_totp_secret()
        TOTP.activate(user, self.secret)

    def code(self) -> str:
        """What it shows now."""
        return code_of(self.secret)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def unhurried(settings) -> None:
    """A code counts for half a minute more, in case that a test crosses the boundary."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def phone(manager) -> Phone:
    return Phone(manager)


def by_password(client: Client, user: User):
    return client.post(LOGIN, {"login": user.email, "password": people.PASSWORD})


def test_s29_the_password_alone_signs_nobody_in_who_has_a_second_factor(client, manager, phone):
    assert by_password(client, manager).url == SECOND_STEP
    assert not is_signed_in(client)
    assert client.get(ADMIN).status_code == 302


def test_a_code_of_the_phone_completes_it_and_opens_the_admin(client, manager, phone):
    by_password(client, manager)
    client.post(SECOND_STEP, {"code": phone.code()})
    assert is_signed_in(client)
    assert client.get(ADMIN).status_code == 200


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "12345678901234567890"])
def test_a_wrong_code_completes_nothing(client: Client, manager, phone, wrong):
    by_password(client, manager)
    client.post(SECOND_STEP, {"code": wrong})
    assert not is_signed_in(client)


def test_s29_a_code_works_once(client: Client, manager, phone):
    code = phone.code()
    by_password(client, manager)
    client.post(SECOND_STEP, {"code": code})
    assert is_signed_in(client)
    thief = Client()
    by_password(thief, manager)
    thief.post(SECOND_STEP, {"code": code})
    assert not is_signed_in(thief)


def test_s29_a_recovery_code_works_once(client: Client, manager, phone):
    code = RecoveryCodes.activate(manager).get_unused_codes()[0]
    for browser, expected in [(client, True), (Client(), False)]:
        by_password(browser, manager)
        browser.post(SECOND_STEP, {"code": code})
        assert is_signed_in(browser) is expected


def test_guessing_codes_is_limited(client: Client, manager, phone):
    by_password(client, manager)
    for _ in range(6):
        client.post(SECOND_STEP, {"code": "000000"})
    client.post(SECOND_STEP, {"code": phone.code()})
    assert not is_signed_in(client)


# --- No way around it ------------------------------------------------------------------------


def test_s29_a_mailed_code_does_not_replace_it(client: Client, manager, phone):
    client.post("/accounts/login/code/", {"email": manager.email})
    code = mailbox.code_in(mailbox.latest(manager.email))
    response = client.post("/accounts/login/code/confirm/", {"code": code})
    assert response.url == SECOND_STEP
    assert not is_signed_in(client)


def test_s29_a_new_password_does_not_replace_it(client: Client, manager, phone):
    client.post("/accounts/password/reset/", {"email": manager.email})
    page = client.get(mailbox.link_in(mailbox.latest(manager.email)), follow=True)
    new = {"password1": "another quiet place", "password2": "another quiet place"}
    client.post(page.request["PATH_INFO"], new)
    assert not is_signed_in(client)
    response = client.post(LOGIN, {"login": manager.email, "password": new["password1"]})
    assert response.url == SECOND_STEP


def test_s29_it_is_not_added_removed_or_replaced_without_the_password(client: Client, manager):
    client.force_login(manager)
    for url in ["totp/activate/", "recovery-codes/generate/", "webauthn/add/"]:
        for response in [client.get(f"/accounts/2fa/{url}"), client.post(f"/accounts/2fa/{url}")]:
            assert response.headers.get("Location", "").startswith("/accounts/reauthenticate/"), url
    assert not Authenticator.objects.exists()


def test_a_session_without_it_cannot_take_it_away(client: Client, manager, phone):
    client.force_login(manager)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=manager, type="totp").exists()


def test_adding_and_removing_it_is_told_by_email(
    client: Client, manager, django_capture_on_commit_callbacks
):
    by_password(client, manager)
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=manager, type="totp").exists()
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=manager, type="totp").exists()
    kinds = [kind for kind in mailbox.kinds(manager.email) if "totp" in kind]
    assert kinds == ["mfa/email/totp_activated", "mfa/email/totp_deactivated"]
