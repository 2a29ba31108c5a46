"""S10: one address is one person, and what only looks like an address is none, at every form."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import importing
from mentorhub.people.models import Invitation, User
from tests.cast import Cast, sign_in
from tests.contact.test_new_request import URL, fields
from tests.factories import people

CONFUSING = [
    "robin@example.net\u200b",  # nothing to be seen after it
    "robin@exam\u200dple.net",
    "ro\u00adbin@example.net",
    "robin@example.net\u202e",
    "\ufeffrobin@example.net",
    "rob\u0131n@example.net",  # a dotless i
    "robin@ex\u0430mple.net",  # a Cyrillic a
    f"{'r' * 65}@example.net",
    f"robin@{'e' * 63}.{'x' * 63}.{'a' * 63}.{'m' * 63}.net",
    "robin@example.net,eve@example.net",
    "robin@example.net eve@example.net",
    "robin@example.net\neve@example.net",
    "robin@example.net\r\nBcc: eve@example.net",
    "robin@example.net;eve@example.net",
    "Robin <robin@example.net>",
    '"robin@example.net" <eve@example.net>',
    "robin@example.net(eve@example.net)",
    'eve@example.net, "Robin" robin@example.net',
    "robin@@example.net",
    "robin@example",
    "robin@",
    "@example.net",
    "robin",
    "robin@[127.0.0.1]x",
    "robin@example.net\0",
]


def contact_form(cast: Cast, address: str) -> None:
    Client().post(URL, fields(cast, name="Robin", email=address))
    assert not Request.objects.exists()


def invitation(cast: Cast, address: str) -> None:
    data = {"email": address, "name": "Robin", "path": "", "kind": ""}
    sign_in(Client(), cast.administrator).post("/admin/people/invitation/add/", data)
    assert not Invitation.objects.exists()


def new_address(cast: Cast, address: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": cast.mentor.email, "password": people.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    assert EmailAddress.objects.exclude(email__endswith="@mentorhub.example").count() == 0


def sign_up(cast: Cast, address: str) -> None:
    Client().post("/accounts/signup/", {"email": address, "password1": people.PASSWORD})


def code(cast: Cast, address: str) -> None:
    Client().post("/accounts/login/code/", {"email": address})


def reset(cast: Cast, address: str) -> None:
    Client().post("/accounts/password/reset/", {"email": address})


def a_list(cast: Cast, address: str) -> None:
    line = {"email": address.replace("\0", ""), "name": "Robin", "path": "Data Analyst"}
    line |= {"role": "mentor", "starts_on": "", "ends_on": ""}
    if "\0" in address:  # no file with one is read at all
        return
    people_import = importing.begin("people.csv", [line], cast.administrator)
    importing.go_on(people_import.pk)
    importing.apply(people_import)
    importing.go_on(people_import.pk)


DOORS = [contact_form, invitation, new_address, sign_up, code, reset, a_list]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_s10_what_only_looks_like_an_address_is_written_to_by_no_form(cast, settings, door):
    settings.SIGNUP_OPEN = True
    everybody = [cast.mentor, cast.administrator]
    for address in CONFUSING:
        door(cast, address)
        assert User.objects.count() == len(everybody), repr(address)
        written = set(OutgoingEmail.objects.values_list("to_address", flat=True))
        assert written <= {person.email for person in everybody}, repr(address)


SPELLINGS = ["Amina@MentorHub.Example", "AMINA@mentorhub.example ", "ａｍｉｎａ@mentorhub.example"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_s10_another_spelling_is_the_same_person(cast: Cast, settings, spelling):
    settings.SIGNUP_OPEN = True
    assert cast.mentor and cast.administrator
    Client().post("/accounts/signup/", {"email": spelling, "password1": people.PASSWORD})
    a_list(cast, spelling)
    data = {"email": spelling, "name": "Robin", "path": "", "kind": ""}
    sign_in(Client(), cast.administrator).post("/admin/people/invitation/add/", data)
    assert User.objects.filter(email__startswith="amina").count() == 1
    assert User.objects.count() == 2
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_s10_an_unproven_address_opens_nobodys_requests(cast: Cast, spelling):
    """Whoever types the address of a mentor into the public form writes as a stranger."""
    response = Client().post(URL, fields(cast, name="Eve", email=spelling))
    if response.status_code == 302:
        assert Request.objects.get().sender is None
        mentor = Client()
        mentor.force_login(cast.mentor)
        assert b"MH-" not in mentor.get("/contact/requests/").content
