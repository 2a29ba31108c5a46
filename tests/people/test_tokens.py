"""A link opens what it was made for, and nothing else."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from contact import links
from mentorhub.people.models import User
from tests.cast import Cast
from tests.factories import contact, people

from . import mailbox

DOORS = {
    "invitation": "/accounts/invitation/{}/",
    "reset": "/accounts/password/reset/key/{}/",
    "request": "/contact/link/{}/",
    "sent": "/contact/sent/{}/",
}


def last_part(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


@pytest.fixture
def tokens(client: Client, cast: Cast) -> dict[str, str]:
    """One good token for each door."""
    people.invitation("nina@example.net", cast.administrator)
    invitation = re.search(r"https?://\S+", mailbox.latest("nina@example.net").text)
    client.post("/accounts/password/reset/", {"email": cast.mentor.email})
    request = contact.submitted(None, cast.path, cast.topic)
    return {
        "invitation": last_part(invitation[0]),
        "reset": last_part(mailbox.link_in(mailbox.latest(cast.mentor.email))),
        "request": last_part(links.link_to(request)),
        "sent": signing.dumps([request.reference, request.email], salt="contact.request-sent"),
    }


def opens(door: str, token: str) -> bool:
    response = Client().get(DOORS[door].format(token), follow=True)
    if door == "reset":  # its page for a bad link is a page like any other
        return b'name="password1"' in response.content
    return response.status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_s34_each_token_opens_its_own_door_alone(tokens, door):
    assert [name for name in DOORS if opens(door, tokens[name])] == [door]


@pytest.mark.parametrize("door", DOORS)
def test_s34_a_token_that_was_changed_anywhere_opens_nothing(tokens, door):
    token = tokens[door]
    near_misses = [
        token[:-1],
        token[1:],
        token + "A",
        token.swapcase(),
        token * 2,
        token[::-1],
        "A",
    ]
    near_misses += [
        # Another letter, not the same one in capitals: a number in base 36 knows no difference.
        f"{token[:at]}{'C' if token[at] in 'Bb' else 'B'}{token[at + 1 :]}"
        for at in range(0, len(token) - 1, 5)
    ]
    assert [miss for miss in near_misses if opens(door, miss)] == []
    assert opens(door, token)
    assert User.objects.filter(email="nina@example.net").count() == 0
