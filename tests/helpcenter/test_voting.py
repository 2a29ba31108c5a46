"""Was this helpful: once a reader, without an account, and nothing lost."""

import pytest
from django.test import Client

from helpcenter import voting
from helpcenter.models import Vote
from tests.factories import helpcenter
from tests.rig.ports import free_port


@pytest.fixture
def url(db) -> str:
    return f"{helpcenter.public('A lynx').get_absolute_url()}vote/"


def test_a_reader_without_an_account_votes_once(client, url):
    for _ in range(3):
        response = client.post(url, {"helpful": "yes"})
        assert response["Location"] == "/help/sessions/a-lynx/#feedback"

    assert [vote.helpful for vote in Vote.objects.all()] == [True]
    assert "Good to know" in client.get("/help/sessions/a-lynx/").content.decode()


def test_another_reader_has_a_vote_of_their_own(client, url):
    client.post(url, {"helpful": "yes"})
    Client().post(url, {"helpful": "no"})

    assert sorted(vote.helpful for vote in Vote.objects.all()) == [False, True]


def test_a_mentor_votes_once_in_every_browser_and_is_not_named(mentor, url):
    for _ in range(2):
        browser = Client()
        browser.force_login(mentor)
        browser.post(url, {"helpful": "no"})

    vote = Vote.objects.get()
    assert str(mentor.pk) != vote.reader and mentor.email not in vote.reader


def test_no_asks_why_and_leads_to_a_request(client, url):
    client.post(url, {"helpful": "no"})

    page = client.get("/help/sessions/a-lynx/").content.decode()
    assert "What is wrong with it?" in page
    assert "/contact/?article=a-lynx" in page

    client.post(url, {"helpful": "no", "reason": "wrong", "words": "The delay is 24 hours."})
    client.post(url, {"helpful": "no"})  # the button once more

    vote = Vote.objects.get()
    assert (vote.helpful, vote.reason, vote.words) == (False, "wrong", "The delay is 24 hours.")


def test_a_changed_mind_replaces_the_vote(client, url):
    client.post(url, {"helpful": "no", "reason": "wrong"})
    client.post(url, {"helpful": "yes"})

    vote = Vote.objects.get()
    assert (vote.helpful, vote.reason) == (True, "")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"helpful": "maybe"},
        {"helpful": "no", "reason": "x"},
        {"helpful": "no", "words": "x" * 501},
    ],
)
def test_bad_input_changes_nothing_and_is_told(client, url, data):
    response = client.post(url, data)

    assert response.status_code == 422
    assert not Vote.objects.exists()


def test_a_forged_cookie_counts_as_none(client, url):
    client.post(url, {"helpful": "yes"})
    client.cookies["reader"] = "somebody-else"

    assert client.get("/help/sessions/a-lynx/").status_code == 200
    client.post(url, {"helpful": "no"})

    assert Vote.objects.count() == 2


def test_reading_sets_no_cookie(client, url):
    client.get("/help/sessions/a-lynx/")

    assert "reader" not in client.cookies


def test_what_one_cannot_read_cannot_be_voted_on(client, db):
    article = helpcenter.article("A heron")

    assert client.post(f"{article.get_absolute_url()}vote/", {"helpful": "no"}).status_code == 404
    assert not Vote.objects.exists()


def test_a_vote_keeps_the_search_that_led_to_it(client, url):
    client.get("/search/?q=wild cats")

    client.post(url, {"helpful": "no"})
    client.get("/search/?q=something else")
    client.post(url, {"helpful": "no", "reason": "wrong"})

    assert Vote.objects.get().searched == "wild cats"


@pytest.fixture(params=["with Redis", "without Redis"])
def redis(request, settings) -> None:
    """Limits hold in both worlds."""
    if request.param == "without Redis":
        away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
        settings.CACHES = {**settings.CACHES, "default": away}


def test_strangers_at_one_address_vote_so_often_on_an_article(redis, monkeypatch, url):
    monkeypatch.setattr(voting, "MOST_ON_AN_ARTICLE", 3)
    for _ in range(3):
        assert Client().post(url, {"helpful": "yes"}).status_code == 302

    response = Client().post(url, {"helpful": "no", "words": "It is wrong."})

    assert response.status_code == 429
    page = response.content.decode()
    assert "many votes from you just now" in page and "It is wrong." in page
    assert Vote.objects.count() == 3
    elsewhere = f"{helpcenter.public('A heron').get_absolute_url()}vote/"
    assert Client().post(elsewhere, {"helpful": "yes"}).status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.7").post(url, {"helpful": "yes"}).status_code == 302


def test_strangers_at_one_address_vote_so_often_in_all(redis, monkeypatch, url):
    monkeypatch.setattr(voting, "MOST", 2)
    elsewhere = f"{helpcenter.public('A heron').get_absolute_url()}vote/"

    codes = [
        Client().post(where, {"helpful": "yes"}).status_code for where in [url, elsewhere, url]
    ]

    assert codes == [302, 302, 429]


def test_a_mentor_is_not_counted_with_the_strangers(mentor, monkeypatch, url):
    monkeypatch.setattr(voting, "MOST_ON_AN_ARTICLE", 1)
    client = Client()
    client.force_login(mentor)

    assert Client().post(url, {"helpful": "yes"}).status_code == 302
    assert client.post(url, {"helpful": "yes"}).status_code == 302
    assert client.post(url, {"helpful": "yes"}).status_code == 429


def test_a_claimed_address_of_the_network_counts_for_nothing(monkeypatch, url):
    monkeypatch.setattr(voting, "MOST", 2)

    def post(number: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        return Client().post(url, {"helpful": "yes"}, headers=headers).status_code

    assert [post(number) for number in range(3)] == [302, 302, 429]
