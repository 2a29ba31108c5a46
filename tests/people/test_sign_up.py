"""Accounts are made by invitation; an installation may open sign-up."""

import pytest
from django.test import Client, override_settings

from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.factories import people

from . import mailbox

SIGN_UP = "/accounts/signup/"
FORM = {"email": "new@example.net", "password1": people.PASSWORD}


@pytest.mark.django_db
def test_sign_up_is_closed(client: Client):
    assert b"invite" in client.get(SIGN_UP).content
    client.post(SIGN_UP, FORM)
    assert not User.objects.exists()
    assert not OutgoingEmail.objects.exists()


@pytest.mark.django_db
@override_settings(SIGNUP_OPEN=True)
def test_where_it_is_open_an_account_works_once_its_address_is_proven(client: Client):
    client.post(SIGN_UP, FORM)
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.is_editor, user.is_staff) == (
        "new@example.net",
        False,
        False,
        False,
    )
    assert client.get("/accounts/profile/").status_code == 302
    code = mailbox.code_in(mailbox.latest("new@example.net"))
    client.post("/accounts/confirm-email/", {"code": code})
    assert client.get("/accounts/profile/").status_code == 200


@override_settings(SIGNUP_OPEN=True)
def test_a_known_address_gets_no_second_account_and_the_page_does_not_tell(client: Client, mentor):
    answers = [
        Client().post(SIGN_UP, {**FORM, "email": email})
        for email in [mentor.email.upper(), "new@example.net"]
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/accounts/confirm-email/")
    }
    assert User.objects.count() == 2
    assert mailbox.kinds(mentor.email) == ["account_already_exists"]


@pytest.mark.django_db
@override_settings(SIGNUP_OPEN=True)
@pytest.mark.parametrize("email", ["zoë@example.net", "nina@exämple.net", "nina\u200b@example.net"])
def test_an_address_that_mail_cannot_reach_is_refused(client: Client, email):
    assert client.post(SIGN_UP, {**FORM, "email": email}).status_code == 200
    assert not User.objects.exists()
