"""A new password for somebody who forgot theirs."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from mentorhub.people.models import User
from tests.factories import people

from . import mailbox
from .test_sign_in import ADDRESS, LOGIN, is_signed_in

RESET = "/accounts/password/reset/"
NEW = "another quiet place"


def ask(client: Client, **headers: str) -> str:
    """Ask for the link; its address without the site's name."""
    client.post(RESET, {"email": ADDRESS}, headers=headers)
    return urlsplit(mailbox.link_in(mailbox.latest(ADDRESS))).path


def use(client: Client, link: str, password: str = NEW) -> None:
    """Open the link and fill in the page it leads to."""
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def works(password: str) -> bool:
    return Client().post(LOGIN, {"login": ADDRESS, "password": password}).status_code == 302


def test_the_link_sets_a_new_password_and_both_are_told(client: Client, mentor):
    use(client, ask(client))
    assert (works(NEW), works(people.PASSWORD)) == (True, False)
    assert mailbox.kinds(ADDRESS) == ["password_reset_key", "password_reset"]


def test_opening_the_link_spends_nothing(client: Client, mentor):
    link = ask(client)
    for browser in [Client(), Client(), client]:
        assert browser.get(link, follow=True).status_code == 200
        assert browser.head(link).status_code == 302
    use(client, link)
    assert works(NEW)


def test_s34_the_link_works_once(client: Client, mentor):
    link = ask(client)
    use(client, link)
    use(Client(), link, "a third quiet place")
    assert (works(NEW), works("a third quiet place")) == (True, False)


@pytest.mark.parametrize(("minutes", "expected"), [(59, True), (61, False)])
def test_s34_the_link_works_for_an_hour(client: Client, mentor, monkeypatch, minutes, expected):
    link = ask(client)
    later = datetime.datetime.now() + datetime.timedelta(minutes=minutes)
    # Django's token generator asks itself what time it is.
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _: later
    )
    use(client, link)
    assert works(NEW) is expected


def test_the_link_dies_with_the_address_and_with_a_sign_in(client: Client, mentor):
    by_sign_in = ask(client)
    assert works(people.PASSWORD)
    use(Client(), by_sign_in)
    assert not works(NEW)
    by_address = ask(client)
    User.objects.update(email="moved@mentorhub.example")
    use(Client(), by_address)
    assert not User.objects.get().check_password(NEW)


def test_the_new_password_signs_nobody_in_by_itself(client: Client, mentor):
    """Whoever has a second factor must still show it."""
    use(client, ask(client))
    assert not is_signed_in(client)


def test_a_weak_password_is_refused_and_the_link_still_works(client: Client, mentor):
    link = ask(client)
    use(client, link, "short")
    mentor.refresh_from_db()
    assert mentor.check_password(people.PASSWORD)
    use(client, link)
    assert works(NEW)


def test_other_sessions_end(client: Client, mentor):
    other = Client()
    other.post(LOGIN, {"login": ADDRESS, "password": people.PASSWORD})
    assert is_signed_in(other)
    use(client, ask(client))
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:81"},
        {"x-forwarded-host": "eve.example"},
        {"forwarded": "host=eve.example"},
    ],
)
def test_s32_the_link_leads_to_the_configured_site(client: Client, mentor, headers):
    ask(client, **headers)
    assert mailbox.link_in(mailbox.latest(ADDRESS)).startswith("http://localhost/accounts/")


def test_a_link_for_one_person_is_no_use_for_another(client: Client, mentor, manager):
    """Its key begins with whom it is for; the rest is a signature over them."""
    key = ask(client).rstrip("/").rpartition("/")[2]
    theirs = ask_for(client, manager.email).rstrip("/").rpartition("/")[2]
    swapped = f"{theirs.partition('-')[0]}-{key.partition('-')[2]}"
    use(client, f"/accounts/password/reset/key/{swapped}/")
    manager.refresh_from_db()
    assert manager.check_password(people.PASSWORD)


def ask_for(client: Client, address: str) -> str:
    client.post(RESET, {"email": address})
    return urlsplit(mailbox.link_in(mailbox.latest(address))).path
