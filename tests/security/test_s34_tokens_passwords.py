"""S29, S34, S35: what opens an account opens nothing else, ends in time, and takes the factor."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import get_hasher
from django.core import signing
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from contact import links
from guides import choosing
from mentorhub import settings as ours
from mentorhub.content import held
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import contact, people
from tests.people import mailbox
from tests.people.test_sign_in import LOGIN, is_signed_in
from tests.source import modules
from tests.test_access import addresses

pytestmark = pytest.mark.django_db


def last_part(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


@pytest.fixture
def tokens(cast: Cast) -> dict[str, str]:
    """One good token of each purpose that there is."""
    people.invitation("nina@example.net", cast.administrator)
    invitation = re.search(r"https?://\S+", mailbox.latest("nina@example.net").text)
    Client().post("/accounts/password/reset/", {"email": cast.mentor.email})
    request = contact.submitted(None, cast.path, cast.topic)
    assert invitation
    return {
        "people:accept_invitation": last_part(invitation[0]),
        "account_reset_password_from_key": last_part(
            mailbox.link_in(mailbox.latest(cast.mentor.email))
        ),
        "contact:linked_request": last_part(links.link_to(request)),
        "contact:request_sent": signing.dumps(
            [request.reference, request.email], salt="contact.request-sent"
        ),
        "guides:stop_emails": last_part(choosing.stop_link(cast.mentor.pk)),
        "helpcenter:stop_following": signing.dumps(
            [cast.mentor.pk], salt="helpcenter.stop-following"
        ),
        "held file": signing.dumps("00000000-0000-4000-8000-000000000000", salt=held.SALT),
    }


def opens(door: str, token: str) -> bool:
    """Whether the page behind it shows what the token is for."""
    if door == "account_reset_password_from_key":
        page = Client().get(f"/accounts/password/reset/key/{token}/", follow=True)
        return b'name="password1"' in page.content
    answer, bad = (Client().get(reverse(door, args=[it])) for it in [token, "no-such-token"])
    # A bad link has a page as well, which says so.
    bodies = {
        re.sub(
            r'value="[^"]*"|[\w:-]*such-token|nonce="[^"]*"',
            "",
            it.content.decode().replace(token, ""),
        )
        for it in [answer, bad]
    }
    return answer.status_code == 200 and len(bodies) == 2


def test_s34_a_token_of_one_purpose_opens_none_of_the_six_others(tokens):
    assert len(tokens) == 7
    doors = [door for door in tokens if door != "held file"]
    for door in doors:
        opened = [name for name, token in tokens.items() if opens(door, token)]
        assert opened == [door], door
    assert [name for name, token in tokens.items() if held._read(token)] == ["held file"]


def test_s34_every_signature_has_a_salt_of_its_own():
    """Two purposes with one salt would take each other's tokens."""
    salts: dict[str, set[str]] = {}
    for module in modules():
        for salt in re.findall(r'^[A-Z_]*SALT = "([^"]+)"', module.text, re.M):
            salts.setdefault(salt, set()).add(module.name)
        assert not re.search(r"signing\.(dumps|loads)\([^)\n]*\)(?<!salt)", module.text) or (
            "salt=" in module.text
        ), module.name
    assert len(salts) >= 6
    assert {salt: names for salt, names in salts.items() if len(names) > 1} == {}


def test_s34_tokens_have_enough_random_bits_and_are_nowhere_kept_as_they_are(tokens):
    assert len(tokens["people:accept_invitation"]) >= 43  # 256 bits
    kept = str(list(User.objects.values())) + str(
        list(OutgoingEmail.objects.values("about", "key"))
    )
    for name in ["people:accept_invitation", "account_reset_password_from_key"]:
        assert tokens[name] not in kept


# --- S35 -------------------------------------------------------------------------------------


def test_s35_passwords_are_hashed_as_owasp_asks():
    assert ours.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=ours.PASSWORD_HASHERS):
        hasher = get_hasher()
    assert hasher.memory_cost >= 19 * 1024 and hasher.time_cost >= 2


BREACHED = [
    "password12345",
    "qwertyuiop123",
    "1234567890123",
    "trustno1trustno1",
    "mentorhub.example",
]


@pytest.mark.parametrize("password", ["short", "x" * 11, "", *BREACHED[:1], "123456789012"])
def test_s35_a_password_is_refused_at_every_door_that_sets_one(cast: Cast, password):
    person = cast.mentor
    signed_in = Client()
    signed_in.post(LOGIN, {"login": person.email, "password": people.PASSWORD})
    form = {"oldpassword": people.PASSWORD, "password1": password, "password2": password}
    signed_in.post("/accounts/password/change/", form)
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": person.email})
    page = browser.get(mailbox.link_in(mailbox.latest(person.email)), follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    people.invitation("nina@example.net", cast.administrator)
    invitation = re.search(r"https?://\S+", mailbox.latest("nina@example.net").text)
    Client().post(urlsplit(invitation[0]).path, {"name": "Nina", "password": password})
    person.refresh_from_db()
    assert person.check_password(people.PASSWORD)
    assert not User.objects.filter(email="nina@example.net").exists()


@pytest.mark.parametrize("length", [128, 129, 100_000])
def test_s35_a_password_of_128_characters_is_taken_and_a_longer_one_costs_nothing(cast, length):
    new = ("a quiet place " * 10_000)[:length].strip().ljust(length, "x")
    client = Client()
    client.post(LOGIN, {"login": cast.mentor.email, "password": people.PASSWORD})
    form = {"oldpassword": people.PASSWORD, "password1": new, "password2": new}
    changed = client.post("/accounts/password/change/", form).status_code == 302
    cast.mentor.refresh_from_db()
    assert changed == cast.mentor.check_password(new)
    if length == 128:
        assert changed


def test_s35_a_new_factor_takes_the_password_again_and_is_told(cast: Cast):
    client = Client()
    client.force_login(cast.manager)
    for page in ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"]:
        answer = client.post(f"/accounts/2fa/{page}", {"code": "000000"})
        assert answer.url.startswith("/accounts/reauthenticate/"), page


# --- S29 -------------------------------------------------------------------------------------

# Every address that can end with somebody signed in; a new one has to be tried below.
ROUTES = {
    "account_login", "account_confirm_login_code", "account_signup", "mfa_authenticate",
    "mfa_login_webauthn", "account_reset_password_from_key", "socialaccount_signup",
    "account_email_verification_sent", "people:accept_invitation", "account_reauthenticate",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_request_login_code",
    "admin:login",
}  # fmt: skip
WORDS = re.compile(r"login|signup|authenticate|invitation|verification|from_key(?!_done)")
NO_WAY_IN = {
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "admin:people_invitation_add",
    "admin:people_invitation_change",
    "admin:people_invitation_changelist",
    "admin:people_invitation_delete",
    "admin:people_invitation_history",
    "admin/people/invitation/<path:object_id>/",
}


def test_s29_every_way_in_is_known():
    found = {name for name in addresses(get_resolver()) if WORDS.search(name)}
    assert found - NO_WAY_IN == ROUTES


def test_s29_no_way_in_but_the_factor_itself_opens_the_admin(cast: Cast, settings):
    settings.STAFF_SECOND_FACTOR = True
    manager = cast.manager
    TOTP.activate(manager, generate_totp_secret())

    def by_password(client: Client) -> None:
        client.post(LOGIN, {"login": manager.email, "password": people.PASSWORD})

    def by_code(client: Client) -> None:
        client.post("/accounts/login/code/", {"email": manager.email})
        code = mailbox.code_in(mailbox.latest(manager.email))
        client.post("/accounts/login/code/confirm/", {"code": code})

    def by_reset(client: Client) -> None:
        client.post("/accounts/password/reset/", {"email": manager.email})
        page = client.get(mailbox.link_in(mailbox.latest(manager.email)), follow=True)
        form = {"password1": "a quiet place to lie", "password2": "a quiet place to lie"}
        client.post(page.request["PATH_INFO"], form)

    def by_the_admins_form(client: Client) -> None:
        form = {"username": manager.email, "password": people.PASSWORD, "next": "/admin/"}
        client.post("/admin/login/", form)

    def by_confirming(client: Client) -> None:
        by_password(client)
        client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})

    for way in [by_password, by_code, by_the_admins_form, by_confirming, by_reset]:
        client = Client()
        way(client)
        assert not is_signed_in(client), way.__name__
        assert client.get("/admin/").status_code == 302, way.__name__


def test_s29_after_a_promotion_the_factor_is_shown_again(cast: Cast, settings):
    """It was shown by a mentor; the session ends with the promotion."""
    settings.STAFF_SECOND_FACTOR = True
    browser = sign_in(Client(), cast.mentor)
    desk = sign_in(Client(), cast.administrator)
    data = {"name": "Amina", "time_zone": "", "is_active": "on", "is_editor": "on"}
    data |= {"roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0}
    desk.post(f"/admin/people/user/{cast.mentor.pk}/change/", data)
    assert not is_signed_in(browser)
