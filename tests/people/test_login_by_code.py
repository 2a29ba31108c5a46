"""Signing in by a code that is mailed."""

import pytest
from django.test import Client

from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.mail.conftest import send
from tests.rig.mail_sink import text_of

from . import mailbox
from .test_sign_in import ADDRESS, is_signed_in

REQUEST = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


def ask(client: Client, address: str = ADDRESS) -> str:
    """Ask for a code; the code that was mailed."""
    assert client.post(REQUEST, {"email": address}).url == CONFIRM
    return mailbox.code_in(mailbox.latest(ADDRESS))


def test_a_code_signs_in(client: Client, mentor):
    code = ask(client)
    assert not is_signed_in(client)
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert is_signed_in(client)


def test_the_code_leaves_by_the_outbox_and_is_forgotten_there(
    client: Client, mentor, sink, settings
):
    """So that it waits, and is not lost, while the mail server is away."""
    code = ask(client)
    email = mailbox.latest(ADDRESS)
    assert (email.secret, email.lane, email.automatic) == (True, "account", True)
    send(email)
    assert code in text_of(sink.messages[0])
    assert (email.text, email.html) == ("", "")
    assert code not in str(OutgoingEmail.objects.values())


def test_the_code_is_not_in_the_subject(client: Client, mentor):
    assert ask(client) not in mailbox.latest(ADDRESS).subject


def test_a_code_works_once(client: Client, mentor):
    code = ask(client)
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_a_code_works_in_the_browser_that_asked_for_it_alone(client: Client, mentor):
    code = ask(client)
    other = Client()
    other.post(CONFIRM, {"code": code})
    assert not is_signed_in(other)
    ask(other)
    other.post(CONFIRM, {"code": code})
    assert not is_signed_in(other)


def test_a_code_dies_when_its_page_is_left_by_cancel(client: Client, mentor):
    earlier = ask(client)
    assert b"logout-from-stage" in client.get(CONFIRM).content
    client.post("/accounts/logout/")
    ask(client)
    client.post(CONFIRM, {"code": earlier})
    assert not is_signed_in(client)


def test_three_guesses_are_all_there_are(client: Client, mentor):
    code = ask(client)
    for _ in range(3):
        client.post(CONFIRM, {"code": "WRNG-CODE"})
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


@pytest.mark.parametrize(("minutes", "expected"), [(9, True), (11, False)])
def test_a_code_is_good_for_10_minutes(client: Client, mentor, minutes, expected):
    code = ask(client)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 60 * minutes
    session.save()
    client.post(CONFIRM, {"code": code})
    assert is_signed_in(client) is expected


def test_an_unknown_address_is_written_to_and_signs_nobody_in(client: Client, mentor):
    client.post(REQUEST, {"email": "stranger@example.net"})
    assert mailbox.kinds("stranger@example.net") == ["unknown_account"]
    assert "There is no MentorHub account" in mailbox.latest("stranger@example.net").text
    for code in ["", "None", "AAAA-AAAA"]:
        client.post(CONFIRM, {"code": code})
        assert not is_signed_in(client)


def test_an_inactive_person_gets_no_code(client: Client, mentor):
    User.objects.update(is_active=False)
    client.post(REQUEST, {"email": ADDRESS})
    assert mailbox.kinds(ADDRESS) == ["unknown_account"]


@pytest.mark.parametrize(
    "address", ["zoë@example.net", "a\nb@example.net", "x" * 250 + "@example.net"]
)
def test_an_address_that_cannot_be_one_gets_nothing(client: Client, mentor, address):
    client.post(REQUEST, {"email": address})
    assert not OutgoingEmail.objects.exists()


def test_a_code_that_did_not_come_is_sent_again_and_the_one_before_is_dead(client: Client, mentor):
    first = ask(client)
    assert b'name="action" value="resend"' in client.get(CONFIRM).content
    client.post(CONFIRM, {"action": "resend"})
    second = mailbox.code_in(mailbox.latest(ADDRESS))
    client.post(CONFIRM, {"code": first})
    assert not is_signed_in(client)
    client.post(CONFIRM, {"code": second})
    assert is_signed_in(client)


def test_a_code_is_sent_again_twice_at_most(client: Client, mentor):
    ask(client)
    for _time in range(5):
        client.post(CONFIRM, {"action": "resend"})
    assert mailbox.kinds(ADDRESS) == ["login_code"] * 3
    assert b"resend" not in client.get(CONFIRM).content
