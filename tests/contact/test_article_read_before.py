"""A request that an article led to carries it to who answers."""

import uuid

import pytest
from django.test import Client

from contact.models import Request
from tests.cast import Cast, sign_in
from tests.factories import helpcenter


def fields(cast: Cast, **changed):
    known = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    return known | {"subject": "A question", "body": "And then?"} | changed


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def test_the_form_says_what_was_read_and_the_desk_shows_it(browser, cast):
    article = helpcenter.article("A no-show", cast.path)

    page = browser.get("/contact/?article=a-no-show").content.decode()
    assert "You read this before:" in page
    assert '<input type="hidden" name="article" value="a-no-show"' in page
    browser.post("/contact/", fields(cast, article="a-no-show"))

    mentor_request = Request.objects.get()
    assert mentor_request.article == article
    desk = sign_in(Client(), cast.manager)
    assert "A no-show" in desk.get(mentor_request.desk_url).content.decode()


@pytest.mark.parametrize("slug", ["no-such-article", "a-heron", "' or 1=1", "x" * 5000, "a\0b"])
def test_what_one_cannot_read_is_left_out_and_stops_nothing(browser, cast, slug):
    helpcenter.article("A heron", cast.other_path)

    page = browser.get("/contact/", {"article": slug})
    assert page.status_code == 200 and "You read this before:" not in page.content.decode()
    browser.post("/contact/", fields(cast, article=slug))

    assert Request.objects.get().article is None


def test_a_stranger_brings_a_public_article(client, cast):
    article = helpcenter.public("A lynx")

    data = fields(cast, article="a-lynx", name="Robin", email="robin@example.net")
    client.post("/contact/", data)

    assert Request.objects.get().article == article
