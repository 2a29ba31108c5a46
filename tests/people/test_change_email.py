"""Moving to another address."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from mentorhub.mail.models import OutgoingEmail
from tests.factories import people

from . import mailbox
from .test_sign_in import ADDRESS, LOGIN, RIGHT

PAGE = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"
CONFIRM_IT_IS_YOU = "/accounts/reauthenticate/"
NEW = "amina@new.example"


@pytest.fixture
def signed_in(client: Client, mentor) -> Client:
    """And has just shown the password again, as a change of the address wants it."""
    client.post(LOGIN, RIGHT)
    client.post(CONFIRM_IT_IS_YOU, {"password": people.PASSWORD})
    return client


def ask(client: Client, address: str = NEW):
    return client.post(PAGE, {"email": address, "action_add": ""})


def test_s35_the_address_changes_once_the_new_one_is_proven_and_the_old_one_is_told(
    signed_in, mentor
):
    ask(signed_in)
    mentor.refresh_from_db()
    assert mentor.email == ADDRESS
    code = mailbox.code_in(mailbox.latest(NEW))
    signed_in.post(CONFIRM, {"code": code})
    mentor.refresh_from_db()
    assert mentor.email == NEW
    assert mailbox.kinds(ADDRESS)[-1] == "email_changed"
    assert NEW in mailbox.latest(ADDRESS).text
    [address] = EmailAddress.objects.filter(user=mentor)
    assert (address.email, address.verified, address.primary) == (NEW, True, True)


def test_afterwards_the_new_address_signs_in_and_the_old_one_does_not(signed_in):
    ask(signed_in)
    signed_in.post(CONFIRM, {"code": mailbox.code_in(mailbox.latest(NEW))})
    assert Client().post(LOGIN, {**RIGHT, "login": NEW}).status_code == 302
    assert Client().post(LOGIN, RIGHT).status_code == 200


def test_a_wrong_code_changes_nothing(signed_in, mentor):
    ask(signed_in)
    for _ in range(4):
        signed_in.post(CONFIRM, {"code": "WRNG-CODE"})
    signed_in.post(CONFIRM, {"code": mailbox.code_in(mailbox.latest(NEW))})
    mentor.refresh_from_db()
    assert mentor.email == ADDRESS


def test_the_address_of_somebody_else_cannot_be_taken_and_the_page_does_not_tell(
    signed_in, mentor, manager
):
    free, taken = ask(signed_in, NEW), ask(signed_in, manager.email)
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    signed_in.post(CONFIRM, {"code": mailbox.code_in(mailbox.latest(manager.email))})
    mentor.refresh_from_db()
    assert mentor.email == ADDRESS
    assert EmailAddress.objects.get(email=manager.email, verified=True).user == manager


@pytest.mark.parametrize(
    "address",
    ["ａmina@new.example", "amina@néw.example", "amina\u200b@new.example", "x" * 65 + "@a.net"],
)
def test_an_address_that_is_none_or_looks_like_another_is_refused(signed_in, address):
    assert ask(signed_in, address).status_code == 200
    assert EmailAddress.objects.count() == 1


def test_it_is_kept_in_one_spelling(signed_in, mentor):
    ask(signed_in, " Amina@NEW.example ")
    signed_in.post(CONFIRM, {"code": mailbox.code_in(mailbox.latest(NEW))})
    mentor.refresh_from_db()
    assert (mentor.email, EmailAddress.objects.get().email) == (NEW, NEW)


def test_s35_a_session_alone_is_not_enough(client: Client, mentor):
    """A laptop left open must not cost somebody their account: the password is asked again."""
    client.post(LOGIN, RIGHT)
    asked = ask(client)
    assert asked.url.startswith(CONFIRM_IT_IS_YOU)
    client.post(asked.url, {"password": "wrong"})
    assert not OutgoingEmail.objects.exists()
    client.post(asked.url, {"password": people.PASSWORD})
    assert mailbox.kinds(NEW) == ["email_confirmation"]


def test_after_a_while_the_password_is_asked_again(signed_in):
    session = signed_in.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 60 * 60
    session.save()
    assert ask(signed_in).url.startswith(CONFIRM_IT_IS_YOU)
