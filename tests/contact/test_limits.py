"""Strangers send so much and no more; what they wrote stays with them."""

import pytest
from django.test import Client

from contact import limits
from contact.models import Request

from .test_new_request import URL, fields


@pytest.fixture(autouse=True)
def two(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_FROM_A_NETWORK", 2)


def send(client: Client, cast, number: int, **more: object):
    data = fields(cast, name="Robin", email=f"robin{number}@example.net", subject=f"Q {number}")
    return client.post(URL, data | more)


def test_beyond_the_limit_the_text_stays_and_the_page_says_when(client, cast):
    sent = [send(client, cast, number).status_code for number in range(2)]

    refused = send(client, cast, 3, body="Three long paragraphs")

    page = refused.content.decode()
    assert (sent, refused.status_code) == ([302, 302], 422)
    assert "send it again after" in page and "Three long paragraphs" in page
    assert Request.objects.count() == 2


def test_another_network_and_people_with_an_account_are_not_counted_with_them(cast):
    for number in range(2):
        send(Client(), cast, number)

    assert send(Client(REMOTE_ADDR="203.0.113.9"), cast, 4).status_code == 302
    signed_in = Client()
    signed_in.force_login(cast.mentor)
    assert signed_in.post(URL, fields(cast)).status_code == 302


def test_mistakes_cost_nothing(client, cast):
    for number in range(5):
        assert send(client, cast, number, body="").status_code == 422

    assert send(client, cast, 6).status_code == 302


def test_an_address_that_the_sender_claims_counts_for_nothing(cast):
    codes = [
        Client()
        .post(
            URL,
            fields(cast, name="R", email=f"r{number}@example.net", subject=f"Q {number}"),
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
        .status_code
        for number in range(3)
    ]

    assert codes == [302, 302, 422]


def test_a_program_that_fills_in_everything_is_told_what_people_do_not_see(client, cast):
    refused = send(client, cast, 1, website="https://cheap.example")

    assert "trap for programs" in refused.content.decode()
    assert not Request.objects.exists()
    assert "visually-hidden" in client.get(URL).content.decode()
