"""Old addresses lead to new ones, for whoever may read what stands there."""

import pytest

from helpcenter.models import OldAddress
from helpcenter.writing import save_article, save_category
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db


def renamed(article, *slugs):
    for slug in slugs:
        article.slug = slug
        save_article(article, None)
    return article


def test_every_old_address_leads_to_the_newest_one(client):
    renamed(helpcenter.public("A lynx"), "b-lynx", "c-lynx")

    for old in ["a-lynx", "b-lynx"]:
        response = client.get(f"/help/sessions/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/help/sessions/c-lynx/")


def test_an_address_that_comes_back_leads_nowhere_else(client):
    renamed(helpcenter.public("A lynx"), "b-lynx", "a-lynx")

    assert client.get("/help/sessions/a-lynx/").status_code == 200
    assert client.get("/help/sessions/b-lynx/")["Location"] == "/help/sessions/a-lynx/"


def test_an_old_address_that_another_article_takes_is_its_own(client):
    renamed(helpcenter.public("A lynx"), "b-lynx")

    helpcenter.public("Another", slug="a-lynx")

    assert client.get("/help/sessions/a-lynx/").status_code == 200
    assert not OldAddress.objects.filter(slug="a-lynx").exists()


def test_an_article_that_moved_to_another_category_is_found_by_both(client):
    article = helpcenter.public("A lynx")
    article.category = helpcenter.category("No shows")
    save_article(article, None)

    assert client.get("/help/sessions/a-lynx/")["Location"] == "/help/no-shows/a-lynx/"


def test_the_old_address_of_what_one_cannot_read_tells_nothing(client):
    renamed(helpcenter.article("A heron"), "b-heron")

    for slug in ["a-heron", "b-heron", "no-such-thing"]:
        assert client.get(f"/help/sessions/{slug}/").status_code == 404


def test_a_category_s_old_address_leads_to_its_new_one(client):
    category = helpcenter.public("A lynx").category
    category.slug = "meetings"
    save_category(category)

    assert client.get("/help/sessions/")["Location"] == "/help/meetings/"
    assert client.get("/help/sessions/a-lynx/")["Location"] == "/help/meetings/a-lynx/"
