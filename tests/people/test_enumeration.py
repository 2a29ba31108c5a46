"""No page tells a stranger who has an account here."""

import re

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings

from mentorhub.people.models import User
from tests.cast import Cast
from tests.factories import people

# All of one length, so that a page that repeats the address stays as long.
KNOWN = {
    "a mentor": "amina@mentorhub.example",
    "a manager": "camil@mentorhub.example",
    "an administrator": "admin@mentorhub.example",
    "an inactive person": "leave@mentorhub.example",
    "one without a password": "codes@mentorhub.example",
}
UNKNOWN = "nobod@mentorhub.example"


@pytest.fixture
def school(cast: Cast) -> None:
    """Everybody who could be told from a stranger."""
    assert cast.mentor
    people.role(people.user("Camil Laurent"), "manager", cast.path)
    people.user("Admin Martin", is_superuser=True)
    people.user("Leave Early", is_active=False)
    User.objects.filter(pk=people.user("Codes Only").pk).update(password="!")


def answer(url: str, form: dict[str, str], address: str) -> tuple[int, str, str, list[str]]:
    """What a browser of its own is shown in the end, without what differs between any two pages."""
    cache.clear()  # limits are not what this is about
    response = Client().post(
        url, {key: value.replace("WHO", address) for key, value in form.items()}, follow=True
    )
    body = alike(response, address)
    return response.status_code, str(response.redirect_chain), body, sorted(response.headers)


def alike(response: HttpResponse, address: str) -> str:
    body = response.content.decode().replace(address, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", body)


FORMS = {
    "sign in, wrong password": ("/accounts/login/", {"login": "WHO", "password": "wrong guess"}),
    "sign in by code": ("/accounts/login/code/", {"email": "WHO"}),
    "reset the password": ("/accounts/password/reset/", {"email": "WHO"}),
    "sign up": ("/accounts/signup/", {"email": "WHO", "password1": people.PASSWORD}),
}


@override_settings(SIGNUP_OPEN=True)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", KNOWN)
def test_s27_a_known_address_is_answered_like_an_unknown_one(school, form, who):
    assert User.objects.filter(email=KNOWN[who]).exists()
    assert answer(*FORMS[form], KNOWN[who]) == answer(*FORMS[form], UNKNOWN)


def test_only_the_right_password_learns_that_an_account_was_switched_off(school):
    """Its owner, that is, who should know to ask."""
    form = {"login": KNOWN["an inactive person"], "password": people.PASSWORD}
    response = Client().post("/accounts/login/", form)
    assert response.url == "/accounts/inactive/"
    assert not response.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("who", KNOWN)
def test_s27_a_wrong_code_is_answered_alike(school, who):
    def guess(address: str) -> list[tuple[int, str]]:
        cache.clear()
        client = Client()
        client.post("/accounts/login/code/", {"email": address})
        pages = [
            client.post("/accounts/login/code/confirm/", {"code": "WRNG-CODE"}, follow=True)
            for _ in range(4)
        ]
        return [(page.status_code, alike(page, address)) for page in pages]

    assert guess(KNOWN[who]) == guess(UNKNOWN)


def test_s27_an_unknown_address_costs_the_hashing_of_a_password_too(school, monkeypatch):
    """Else the quick answer would tell. Counted, for a clock would say something else each time."""
    hashed: list[str] = []
    real = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    counts = []
    for address in [KNOWN["a mentor"], KNOWN["an inactive person"], UNKNOWN]:
        hashed.clear()
        Client().post("/accounts/login/", {"login": address, "password": "wrong guess"})
        counts.append(len(hashed))
    assert counts == [1, 1, 1]
