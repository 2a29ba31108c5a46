"""Signing in by password, and out."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mentorhub.people.models import User
from tests.factories import people

from . import mailbox

LOGIN = "/accounts/login/"
ADDRESS = "amina@mentorhub.example"
RIGHT = {"login": ADDRESS, "password": people.PASSWORD}
WRONG = b"do not belong together"


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize("spelling", [ADDRESS, "Amina@MentorHub.Example", f"  {ADDRESS}  "])
def test_the_address_is_known_in_any_spelling(client: Client, mentor, spelling):
    response = client.post(LOGIN, {**RIGHT, "login": spelling})
    assert (response.status_code, response.url) == (302, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize("password", ["", "wrong", people.PASSWORD.upper(), f" {people.PASSWORD}"])
def test_a_wrong_password_opens_nothing(client: Client, mentor, password):
    response = client.post(LOGIN, {**RIGHT, "password": password})
    assert response.status_code == 200
    assert not is_signed_in(client)
    assert people.PASSWORD.encode() not in response.content


def test_a_person_without_a_password_cannot_sign_in_with_an_empty_one(client: Client, db):
    person = people.user("Amina Berger")
    person.set_unusable_password()
    person.save()
    for password in ["", "!", person.password]:
        client.post(LOGIN, {**RIGHT, "password": password})
        assert not is_signed_in(client)


def test_an_inactive_person_cannot_sign_in(client: Client, mentor):
    User.objects.update(is_active=False)
    client.post(LOGIN, RIGHT)
    assert not is_signed_in(client)


def test_who_is_switched_off_is_out_at_the_next_request(client: Client, mentor):
    client.post(LOGIN, RIGHT)
    assert is_signed_in(client)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


def test_s30_a_session_that_somebody_planted_is_not_the_one_signed_in(client: Client, mentor):
    planted = client.session
    planted["something"] = 1
    planted.save()
    client.cookies["session"] = planted.session_key
    client.post(LOGIN, RIGHT)
    assert is_signed_in(client)
    assert client.cookies["session"].value != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_s30_signing_out_takes_a_press_of_the_button_and_ends_the_session_at_the_server(
    client: Client, mentor
):
    client.post(LOGIN, RIGHT)
    kept = client.cookies["session"].value
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    client.cookies["session"] = kept
    assert not is_signed_in(client)
    assert Session.objects.count() == 0


@pytest.mark.parametrize("url", ["/contact/requests/", "/accounts/profile/", "/admin/"])
def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, administrator, url):
    asked = client.get(url)
    while asked.url.startswith("/admin/login/"):
        asked = client.get(asked.url)
    form = {"login": administrator.email, "password": people.PASSWORD, "next": url}
    assert asked.url.startswith(LOGIN)
    assert client.post(asked.url, form).url == url


HOSTILE = [
    "https://eve.example/",
    "http://eve.example",
    "//eve.example",
    "///eve.example",
    "////eve.example",
    "/\\eve.example",
    "\\\\eve.example",
    "\\/eve.example",
    "/\t/eve.example",
    "/\n/eve.example",
    "https:eve.example",
    "https:/eve.example",
    "https:///eve.example",
    "http:\\\\eve.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://localhost@eve.example/",
    "https://eve.example#localhost",
    "https://localhost.eve.example/",
    " https://eve.example",
    "\x00https://eve.example",
    "ftp://localhost/",
    "//eve%E3%80%82example",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_s33_signing_in_leads_to_no_other_site(client: Client, mentor, url):
    for attempt in [
        client.post(LOGIN, {**RIGHT, "next": url}),
        client.post(LOGIN, {"next": url}, query_params={"next": url}),
        client.get(LOGIN, {"next": url}),  # signed in by now
        client.post("/accounts/logout/", {"next": url}),
    ]:
        where = attempt.headers.get("Location", "/")
        assert where.startswith("/"), where
        assert where.lstrip("/\\ \t\n")[:3] != "eve", where


# --- Passwords -------------------------------------------------------------------------------


def change(client: Client, old: str, new: str):
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/accounts/password/change/", form)


def test_s35_a_new_password_takes_the_old_one_ends_other_sessions_and_is_told(client, mentor):
    other = Client()
    for browser in [client, other]:
        browser.post(LOGIN, RIGHT)
    assert change(client, "wrong", "a quiet place to stand").status_code == 200
    assert is_signed_in(other)
    assert change(client, people.PASSWORD, "a quiet place to stand").status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert mailbox.kinds(ADDRESS) == ["password_changed"]


@pytest.mark.parametrize(
    "password", ["elevencharz", "password1234", "amina@mentorhub.example", "Amina Berger"]
)
def test_s35_a_weak_password_is_refused(client: Client, mentor, password):
    client.post(LOGIN, RIGHT)
    assert change(client, people.PASSWORD, password).status_code == 200
    mentor.refresh_from_db()
    assert mentor.check_password(people.PASSWORD)


@pytest.mark.parametrize(
    "password", ["twelve chars", "x y" * 40, "пароль из слов", "  spaces kept  "]
)
def test_s35_a_long_password_of_any_letters_is_taken(client: Client, mentor, password):
    client.post(LOGIN, RIGHT)
    assert change(client, people.PASSWORD, password).status_code == 302
    assert Client().post(LOGIN, {**RIGHT, "password": password}).status_code == 302
