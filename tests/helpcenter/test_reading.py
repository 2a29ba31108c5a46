"""Who finds and who may open an article, in every state and by every way in."""

import datetime
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from helpcenter.models import Article
from tests.cast import Cast
from tests.factories import helpcenter

TOMORROW = timezone.now() + datetime.timedelta(days=1)
YESTERDAY = timezone.now() - datetime.timedelta(days=1)
LISTS = ["/help/", "/help/sessions/", "/help/feed.atom", "/help/sitemap.xml"]


def signed_in(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def readers(cast: Cast) -> dict[str, Client]:
    names = ["mentor", "other_mentor", "assessor", "manager", "other_manager", "editor"]
    return {"nobody": Client()} | {name: signed_in(getattr(cast, name)) for name in names}


def opened_by(cast: Cast, url: str) -> set[str]:
    return {name for name, client in readers(cast).items() if client.get(url).status_code == 200}


EVERYBODY = {"nobody", "mentor", "other_mentor", "assessor", "manager", "other_manager", "editor"}


def test_the_addresses_are_these(cast):
    article = helpcenter.article("A no-show")

    assert article.get_absolute_url() == "/help/sessions/a-no-show/"
    assert article.category.get_absolute_url() == "/help/sessions/"


@pytest.mark.parametrize(
    ("fields", "may_open"),
    [
        ({"audience": "public"}, EVERYBODY),
        ({"audience": "mentors"}, EVERYBODY - {"nobody"}),
        ({"audience": "public", "state": "draft"}, {"editor"}),
        ({"audience": "public", "published_at": TOMORROW}, {"editor"}),
        ({"audience": "public", "published_at": YESTERDAY, "state": "archived"}, EVERYBODY),
        (
            {"audience": "mentors", "published_at": YESTERDAY, "state": "archived"},
            EVERYBODY - {"nobody"},
        ),
    ],
)
def test_an_article_is_opened_by_these(cast, fields, may_open):
    article = helpcenter.article("A no-show", **fields)

    assert opened_by(cast, article.get_absolute_url()) == may_open


def test_an_article_of_a_path_is_for_its_people_and_for_staff(cast):
    article = helpcenter.article("A no-show", cast.path)

    assert opened_by(cast, article.get_absolute_url()) == EVERYBODY - {"nobody", "other_mentor"}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"published_at": TOMORROW},
        {"published_at": YESTERDAY, "state": "archived"},
    ],
)
def test_what_is_not_published_stands_in_no_list(cast, fields):
    shown = helpcenter.public("A lynx", pinned=True)
    helpcenter.public("A heron", pinned=True, **fields)

    for client in readers(cast).values():
        for url in [*LISTS, shown.get_absolute_url()]:
            page = client.get(url).content.decode()
            assert "heron" not in page, url


def test_what_is_for_a_path_stands_in_no_list_of_others(cast):
    helpcenter.article("A lynx")
    helpcenter.article("A heron", cast.path, pinned=True)

    for name, client in readers(cast).items():
        for url in [*LISTS, "/help/sessions/a-lynx/"]:
            seen = "heron" in client.get(url).content.decode()
            if name in {"nobody", "other_mentor"} or url.endswith(("atom", "xml")):
                assert not seen, (name, url)
            else:
                assert seen, (name, url)


def test_a_category_without_anything_to_read_is_not_there(cast):
    helpcenter.article("A heron", cast.path)

    assert opened_by(cast, "/help/sessions/") == EVERYBODY - {"nobody", "other_mentor"}


def test_somebody_on_no_path_reads_what_everybody_reads(cast):
    helpcenter.public("A lynx")
    helpcenter.article("A heron")

    page = signed_in(cast.other_mentor)
    cast.other_mentor.roles.all().delete()

    assert "heron" not in page.get("/help/sessions/").content.decode()


def test_a_french_reader_gets_each_answer_once(cast):
    helpcenter.translation(helpcenter.public("A lynx"), "Un lynx")
    helpcenter.public("A heron")
    client = Client()

    english = client.get("/help/sessions/").content.decode()
    french = client.get("/help/sessions/?language=fr").content.decode()

    assert "A lynx" in english and "Un lynx" not in english
    assert "Un lynx" in french and "A lynx" not in french and "A heron" in french
    assert '<a href="?language=fr" aria-current="true"' in french and 'lang=""' not in french
    page = client.get("/help/sessions/un-lynx/").content.decode()
    assert '<article class="stack loose" lang="fr">' in page and "Read in English" in page


def test_a_page_shows_contents_time_and_date(client, db):
    body = "## First\n\nwords\n\n## Second\n\nwords\n\n## Third\n\nwords"
    article = helpcenter.public("A lynx", body=body)

    page = client.get(article.get_absolute_url()).content.decode()

    assert '<a href="#second">Second</a>' in page and '<h2 id="second">Second</h2>' in page
    assert "1 minute to read" in page
    assert f'<time datetime="{timezone.localdate():%Y-%m-%d}' in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}{article.get_absolute_url()}">' in page


def test_structured_data_is_for_public_articles_and_cannot_end_its_element(cast):
    public = helpcenter.public("A </script><b>lynx</b> & co", slug="lynx")
    mentors = helpcenter.article("A heron")
    client = signed_in(cast.mentor)

    page = client.get(public.get_absolute_url()).content.decode()

    found = re.search(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', page)
    assert found and '"headline": "A \\u003C/script\\u003E' in found[1]
    assert "ld+json" not in client.get(mentors.get_absolute_url()).content.decode()
    shelf = client.get("/help/sessions/").content.decode()
    assert '"FAQPage"' in shelf and "A heron" not in shelf.partition("</head>")[0]


def test_the_feed_and_the_sitemap_name_public_articles(client, db):
    article = helpcenter.public("A lynx")

    feed = client.get("/help/feed.atom")
    assert feed["Content-Type"] == "application/atom+xml"
    assert f"{settings.SITE_URL}{article.get_absolute_url()}" in feed.content.decode()
    sitemap = client.get("/help/sitemap.xml").content.decode()
    assert f"<loc>{settings.SITE_URL}{article.get_absolute_url()}</loc>" in sitemap


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999", "x", "2"])
def test_a_page_that_is_not_there_shows_the_nearest(client, db, page):
    helpcenter.public("A lynx")

    response = client.get("/help/sessions/", {"page": page, "language": "xx"})

    assert response.status_code == 200 and "A lynx" in response.content.decode()


def many(count: int, path=None) -> None:
    for number in range(count):
        made = helpcenter.public(f"Lynx {number}", body="## A\n\n## B\n\n## C", pinned=number < 9)
        helpcenter.translation(made, f"Le lynx {number}")
        helpcenter.article(f"Heron {number}", *([path] if path else []))


@pytest.mark.parametrize("count", [1, 8])
def test_the_number_of_statements_does_not_grow(cast, django_assert_num_queries, count):
    many(count, cast.path)
    article = Article.objects.get(title="Lynx 0")
    stranger, mentor = Client(), signed_in(cast.mentor)
    for url, anonymous, of_mentor in [
        ("/help/", 2, 5),
        ("/help/sessions/", 2, 5),
        (article.get_absolute_url(), 1, 4),
    ]:
        with django_assert_num_queries(anonymous):
            stranger.get(url)
        with django_assert_num_queries(of_mentor):
            mentor.get(url)
