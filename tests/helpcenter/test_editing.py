"""What editors do in the admin."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from helpcenter.models import Article, Picture
from mentorhub.content import revisions
from tests.cast import Cast, sign_in
from tests.factories import helpcenter
from tests.factories.helpcenter import png


@pytest.fixture
def browser(cast: Cast) -> Client:
    return sign_in(Client(), cast.editor)


def fields(article: Article | None = None, **changed):
    known = {
        "title": "A no-show",
        "slug": "",
        "summary": "Wait, then close the session.",
        "body": "Wait **15 minutes**.",
        "category": helpcenter.category().pk,
        "language": "en",
        "audience": "mentors",
        "state": "published",
    }
    if article:
        known |= {"slug": article.slug, "seen_version": article.version}
    return known | changed


def change(article: Article) -> str:
    return reverse("admin:helpcenter_article_change", args=[article.pk])


def test_an_editor_writes_and_a_mentor_reads(browser, cast):
    url = reverse("admin:helpcenter_article_add")

    assert browser.get(url).status_code == 200
    browser.post(url, fields(paths=[cast.path.pk], why="Asked often"))

    article = Article.objects.get()
    assert (article.slug, list(article.paths.all())) == ("a-no-show", [cast.path])
    kept = revisions.of(article).get()
    assert (kept.author, kept.why, kept.data["paths"]) == (
        cast.editor,
        "Asked often",
        [cast.path.pk],
    )
    mentor = Client()
    mentor.force_login(cast.mentor)
    assert "<strong>15 minutes</strong>" in mentor.get(article.get_absolute_url()).content.decode()


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(browser, cast):
    article = helpcenter.article("A no-show", by=cast.editor)
    first = fields(article, body="The first editor's words.")
    second = fields(article, body="The second editor's words.")

    assert browser.post(change(article), first).status_code == 302
    response = browser.post(change(article), second)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Elise Dubois saved this article" in page
    assert "The second editor&#x27;s words." in page  # nothing typed is lost
    assert Article.objects.get().body == "The first editor's words."
    assert revisions.of(article).count() == 2

    assert 'name="seen_version" value="2"' in page
    browser.post(change(article), second | {"seen_version": 2})
    assert Article.objects.get().body == "The second editor's words."


def test_the_history_shows_compares_and_restores(browser, cast):
    article = helpcenter.article("A no-show", by=cast.editor)
    browser.post(change(article), fields(article, body="Do that.", why="It was wrong"))

    history = browser.get(reverse("admin:helpcenter_article_history", args=[article.pk]))
    assert "It was wrong" in history.content.decode()
    compare = reverse("admin:helpcenter_article_compare", args=[article.pk])
    page = browser.get(compare, {"old": 1, "new": 2}).content.decode()
    assert "Removed: </span>this</del>" in page and "Added: </span>that</ins>." in page

    restore = reverse("admin:helpcenter_article_restore", args=[article.pk])
    browser.post(restore, {"number": 1, "seen_version": 1})  # of a page that is out of date
    assert Article.objects.get().body == "Do that."
    browser.post(restore, {"number": 1, "seen_version": 2})
    assert Article.objects.get().body == "Do this."
    assert browser.post(restore, {"number": 99, "seen_version": 3}).status_code == 404


def test_a_preview_shows_what_is_written_and_saves_nothing(browser):
    url = reverse("admin:helpcenter_article_preview")

    response = browser.post(
        url, fields(body="**Bold** <script>alert(1)</script> [x](/help/no/no/)")
    )

    page = response.content.decode()
    assert "<strong>Bold</strong> &lt;script&gt;" in page
    assert "there is no such article" in page
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/help/sessions/nothing/", "there is no such article"),
        ("/help/nothing/", "there is no such category"),
        ("/nothing/", "there is no such page"),
        ("nothing", "begin it with /"),
        ("#nowhere", "no heading has this anchor"),
        ("/help/sessions/a-draft/", "not published"),
        (f"{settings.SITE_URL}/help/sessions/nothing/", "there is no such article"),
        ("/help/sessions/a-lynx/", ""),
        ("#here", ""),
        ("/contact/", ""),
        ("https://example.org/nothing", ""),
    ],
)
def test_a_link_inside_that_leads_nowhere_is_told(browser, link, said):
    helpcenter.article("A lynx")
    helpcenter.article("A draft", state="draft")
    url = reverse("admin:helpcenter_article_preview")

    page = browser.post(url, fields(body=f"## Here\n\n[x]({link})")).content.decode()

    assert ("Links that lead nowhere" in page) == bool(said)
    assert said in page


def test_a_picture_is_seen_by_who_may_read_the_article(browser, cast):
    upload = reverse("admin:helpcenter_article_upload")

    answer = browser.post(upload, {"picture": SimpleUploadedFile("screen.png", png())}).json()

    picture = Picture.objects.get()
    assert answer == {"markdown": f"![]({picture.get_absolute_url()})"}
    mentor, other = Client(), Client()
    mentor.force_login(cast.mentor)
    other.force_login(cast.other_mentor)
    assert mentor.get(picture.get_absolute_url()).status_code == 404
    helpcenter.article("A no-show", cast.path, body=answer["markdown"])
    response = mentor.get(picture.get_absolute_url())
    assert response["Content-Type"] == "image/png" and b"PNG" in response.getvalue()
    assert "sandbox" in response["Content-Security-Policy"]
    assert other.get(picture.get_absolute_url()).status_code == 404
    assert Client().get(picture.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "fake.png"])
def test_what_is_no_picture_is_not_kept(browser, name):
    bad = SimpleUploadedFile(name, b"<svg onload=alert(1)></svg>")

    response = browser.post(reverse("admin:helpcenter_article_upload"), {"picture": bad})

    assert response.status_code == 422 and name in response.json()["error"]
    assert not Picture.objects.exists()


def test_saving_a_form_unchanged_keeps_no_version(browser, cast):
    browser.post(reverse("admin:helpcenter_article_add"), fields())
    article = Article.objects.get()
    page = browser.get(change(article))
    shown = page.context["adminform"].form.initial
    moment = article.published_at.astimezone().strftime("%Y-%m-%dT%H:%M:%S")

    browser.post(change(article), fields(article, published_at=moment))

    assert shown["slug"] == "a-no-show"
    assert revisions.of(article).count() == 1


def test_an_editor_deletes_nothing_and_a_manager_edits_nothing(browser, cast):
    article = helpcenter.article("A no-show")
    delete = reverse("admin:helpcenter_article_delete", args=[article.pk])

    assert browser.post(delete, {"post": "yes"}).status_code == 404
    manager = sign_in(Client(), cast.manager)
    assert manager.post(change(article), fields(article)).status_code == 404
    assert Article.objects.get().version == 1
