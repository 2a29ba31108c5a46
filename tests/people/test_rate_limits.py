"""How often somebody may try, with Redis and without."""

import pytest
from django.test import Client

from mentorhub.mail.models import OutgoingEmail
from tests.factories import people
from tests.rig.ports import free_port

from . import mailbox
from .test_sign_in import ADDRESS, LOGIN, RIGHT, is_signed_in

pytestmark = pytest.mark.usefixtures("mentor", "redis")


@pytest.fixture(params=["with Redis", "without Redis"])
def redis(request, settings) -> None:
    """Limits hold in both worlds."""
    if request.param == "without Redis":
        away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
        settings.CACHES = {**settings.CACHES, "default": away}


def guess(count: int, client: Client | None = None, **headers: str) -> Client:
    client = client or Client()
    for number in range(count):
        client.post(LOGIN, {**RIGHT, "password": f"guess {number}"}, headers=headers)
    return client


def test_s28_after_five_wrong_passwords_the_right_one_waits_too():
    client = guess(5)
    response = client.post(LOGIN, RIGHT)
    assert b"Too many wrong passwords" in response.content
    assert not is_signed_in(client)


def test_four_wrong_passwords_lock_nobody_out():
    client = guess(4)
    client.post(LOGIN, RIGHT)
    assert is_signed_in(client)


@pytest.mark.parametrize("spelling", [ADDRESS.upper(), f" {ADDRESS} ", "Amina@MentorHub.Example"])
def test_s28_another_spelling_of_the_address_is_no_new_chance(spelling):
    client = guess(5)
    client.post(LOGIN, {**RIGHT, "login": spelling})
    assert not is_signed_in(client)


def test_another_browser_or_address_of_the_network_is_no_new_chance():
    guess(5)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.post(LOGIN, RIGHT)
    assert not is_signed_in(client)


def test_s28_a_claimed_address_of_the_network_counts_for_nothing():
    """Whoever sends the header chooses what stands in it."""
    for number in range(10):
        Client().post(
            LOGIN,
            {"login": f"reader{number}@example.net", "password": "guess"},
            headers={"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": f"203.0.113.{number}"},
        )
    client = Client()
    response = client.post(LOGIN, RIGHT, headers={"x-forwarded-for": "203.0.113.99"})
    assert b"Too many wrong passwords" in response.content


def test_s28_a_good_sign_in_in_between_gives_nobody_else_new_chances(manager):
    client = guess(3)
    Client().post(LOGIN, {"login": manager.email, "password": people.PASSWORD})
    guess(2, client)
    client.post(LOGIN, RIGHT)
    assert not is_signed_in(client)


def test_s28_the_owner_still_gets_in_by_a_mailed_code():
    """A stranger who guesses must not be able to lock the owner out."""
    guess(5)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.post("/accounts/login/code/", {"email": ADDRESS})
    code = mailbox.code_in(mailbox.latest(ADDRESS))
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("url", "most"), [("/accounts/login/code/", 3), ("/accounts/password/reset/", 5)]
)
def test_s28_an_address_is_not_flooded_with_mail(url, most):
    for number in range(most + 3):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(url, {"email": ADDRESS})
    assert OutgoingEmail.objects.count() == most


def test_too_many_requests_have_a_page_of_their_own():
    for _ in range(21):
        response = Client().post("/accounts/password/reset/", {"email": "a@example.net"})
    assert response.status_code == 429
    assert b"<h1>" in response.content
