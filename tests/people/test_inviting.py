"""An invitation, from the administrator who sends it to the account it makes."""

import datetime
import re
import threading
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import inviting
from mentorhub.people.models import Invitation, Role, User
from tests.cast import Cast, sign_in
from tests.factories import people
from tests.reliability.at_once import at_once
from tests.rig.stack import wait_until

ADDRESS = "nina@example.net"
FILLED_IN = {"name": "Nina Novak", "password": "a quiet place to sit"}
ENDED = b"This invitation has ended"


def link_of(email: OutgoingEmail) -> str:
    """The address that stands in the email, without the site's name."""
    found = re.search(r"http://localhost(/accounts/invitation/\S+/)", email.text)
    assert found, email.text
    return found[1]


@pytest.fixture
def link(cast: Cast) -> str:
    """Where Nina, who is to mentor on Data Analyst, was invited to."""
    people.invitation(ADDRESS, cast.administrator, path=cast.path, kind=Role.Kind.MENTOR)
    return link_of(OutgoingEmail.objects.get())


# --- Sending it ------------------------------------------------------------------------------


def test_saving_an_invitation_mails_its_link(client: Client, cast: Cast):
    sign_in(client, cast.administrator)
    form = {"email": " Nina@Example.NET ", "name": "Nina", "path": cast.path.pk, "kind": "mentor"}
    client.post("/admin/people/invitation/add/", form)
    invitation = Invitation.objects.get()
    email = OutgoingEmail.objects.get()
    assert (invitation.email, invitation.invited_by) == (ADDRESS, cast.administrator)
    assert (email.to_address, email.kind, email.secret) == (ADDRESS, "people/invitation", True)
    assert "as mentor of the path Data Analyst" in email.text
    assert link_of(email) in email.html


def test_s34_the_token_is_long_and_kept_as_a_hash_alone(link):
    token = link.split("/")[-2]
    assert len(token) >= 43  # 256 bits
    invitation = Invitation.objects.get()
    assert token not in str(Invitation.objects.values())
    assert re.fullmatch(r"[0-9a-f]{64}", invitation.token_hash)
    assert inviting.find(token) == invitation


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "mentor@mentorhub.example", "has an account already"),
        ("email", "NINA@exämple.net", "Enter a valid email address"),
        ("email", "nina\u200b@example.net", "Enter a valid email address"),
        ("name", "Nina\nNovak", "must be one line"),
        ("kind", "", "Choose a path and a role together"),
        ("path", "", "Choose a path and a role together"),
    ],
)
def test_a_form_that_cannot_be_right_invites_nobody(client: Client, cast, field, value, message):
    people.user("Amina Berger", email="mentor@mentorhub.example")
    sign_in(client, cast.administrator)
    form = {"email": ADDRESS, "name": "Nina", "path": cast.path.pk, "kind": "mentor"}
    response = client.post("/admin/people/invitation/add/", {**form, field: value})
    assert message in response.content.decode()
    assert Invitation.objects.count() == OutgoingEmail.objects.count() == 0


# --- Opening it ------------------------------------------------------------------------------


def test_opening_the_link_spends_nothing_however_often(client: Client, link):
    """Mail programs and virus scanners open links before people do."""
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert client.options(link).status_code == 405
    assert Invitation.objects.open().count() == 1
    assert not User.objects.filter(email=ADDRESS).exists()


def test_the_page_says_what_it_is_for(client: Client, link):
    shown = client.get(link).content.decode()
    assert "You are invited as mentor of the path Data Analyst." in shown
    assert ADDRESS in shown


def test_accepting_makes_the_account_its_proven_address_and_its_role(client: Client, link, cast):
    response = client.post(link, FILLED_IN)
    assert response.url == "/accounts/login/"
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.check_password(FILLED_IN["password"])) == ("Nina Novak", True)
    assert not (user.is_superuser or user.is_editor)
    [address] = EmailAddress.objects.filter(user=user)
    assert (address.email, address.verified, address.primary) == (ADDRESS, True, True)
    [role] = Role.objects.filter(user=user)
    assert (role.path, role.kind, role.starts_on) == (cast.path, "mentor", timezone.localdate())
    signed_in = client.post("/accounts/login/", {"login": ADDRESS, **FILLED_IN})
    assert signed_in.status_code == 302


def test_an_editor_is_invited_as_an_editor(client: Client, administrator):
    people.invitation(ADDRESS, administrator, is_editor=True)
    client.post(link_of(OutgoingEmail.objects.get()), FILLED_IN)
    user = User.objects.get(email=ADDRESS)
    assert (user.is_editor, user.roles.count()) == (True, 0)


def test_a_link_works_once(client: Client, link):
    client.post(link, FILLED_IN)
    again = client.post(link, {"name": "Eve", "password": "another quiet place"})
    assert (again.status_code, ENDED in again.content) == (404, True)
    assert client.get(link).status_code == 404
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.check_password(FILLED_IN["password"])) == ("Nina Novak", True)


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 404)])
def test_s34_a_link_works_for_72_hours(client: Client, link, hours, status):
    made = timezone.now() - datetime.timedelta(hours=hours)
    Invitation.objects.update(created_at=made, expires_at=made + inviting.LIFETIME)
    assert client.get(link).status_code == status
    assert client.post(link, FILLED_IN).status_code == (302 if status == 200 else 404)
    assert User.objects.filter(email=ADDRESS).exists() is (status == 200)


def test_a_newer_invitation_ends_the_earlier_ones(client: Client, link, cast):
    people.invitation(ADDRESS, cast.administrator, path=cast.path, kind=Role.Kind.ASSESSOR)
    assert client.post(link, FILLED_IN).status_code == 404
    newer = link_of(OutgoingEmail.objects.order_by("-pk")[0])
    assert client.post(newer, FILLED_IN).status_code == 302
    assert Role.objects.get(user__email=ADDRESS).kind == Role.Kind.ASSESSOR


def test_a_withdrawn_invitation_does_not_work(client: Client, link):
    Invitation.objects.all().delete()
    assert client.post(link, FILLED_IN).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "0" * 64, "nina@example.net", "%00", "%F0%9F%98%80", "A" * 3000]
)
def test_a_made_up_token_opens_nothing(client: Client, link, token):
    response = client.get(f"/accounts/invitation/{token}/")
    assert (response.status_code, ENDED in response.content) == (404, True)


def test_the_hash_itself_opens_nothing(client: Client, link):
    """Whoever reads the database has no link."""
    kept = Invitation.objects.get().token_hash
    assert client.get(f"/accounts/invitation/{kept}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("password", "password1234"),
        ("password", "x" * 129),
        ("password", "nina@example.net"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "Nina\r\nBcc: eve@example.org"),
        ("name", "Nina\u2028Novak"),
        ("name", "Nina \u202eevil"),
    ],
)
def test_a_form_with_a_mistake_keeps_the_link_and_what_was_typed(client, link, field, value):
    response = client.post(link, {**FILLED_IN, field: value})
    assert b'role="alert"' in response.content or b"aria-invalid" in response.content
    if field == "password":
        assert b'value="Nina Novak"' in response.content
    assert FILLED_IN["password"].encode() not in response.content
    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.post(link, FILLED_IN).status_code == 302


def test_nothing_more_than_the_form_asks_for_can_be_set(client: Client, link):
    extra = {"is_superuser": "on", "is_editor": "on", "kind": "manager", "email": "e@example.org"}
    client.post(link, {**FILLED_IN, **extra})
    user = User.objects.get(email=ADDRESS)
    assert not (user.is_superuser or user.is_editor)
    assert Role.objects.get(user=user).kind == Role.Kind.MENTOR


def test_an_address_that_was_taken_meanwhile_gets_no_second_account(client: Client, link):
    people.user("Nina Elsewhere", email=ADDRESS)
    assert client.post(link, FILLED_IN).status_code == 404
    assert User.objects.get(email=ADDRESS).name == "Nina Elsewhere"
    assert Role.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account(link):
    answers = at_once([lambda: Client().post(link, FILLED_IN).status_code] * 4)
    assert sorted(answers) == [302, 404, 404, 404]
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Role.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_taken_at_this_very_moment_gets_no_second_account(link):
    """Somebody's account is made and not committed while the invitation is accepted."""
    answers: list[int] = []

    def accept() -> None:
        answers.append(Client().post(link, FILLED_IN).status_code)
        connections.close_all()

    second = threading.Thread(target=accept)
    with transaction.atomic():
        people.user("Nina Elsewhere", email=ADDRESS)
        second.start()
        wait_until(somebody_waits_for_a_lock, "the second account to wait for the first")
    second.join()
    assert answers == [404]
    assert User.objects.get(email=ADDRESS).name == "Nina Elsewhere"


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_s32_the_link_leads_to_the_configured_site_whatever_host_was_asked(client, administrator):
    sign_in(client, administrator)
    form = {"email": ADDRESS, "name": "Nina"}
    client.post("/admin/people/invitation/add/", form, headers={"host": "127.0.0.1:81"})
    found = re.search(r"https?://\S+", OutgoingEmail.objects.get().text)
    assert urlsplit(found[0]).netloc == "localhost"
