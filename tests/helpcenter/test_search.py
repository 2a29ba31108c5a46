"""The Help Center in the search: what is published is found at once, by whom it is for."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from helpcenter import search, writing
from helpcenter.models import Article
from mentorhub.search import vocabulary
from mentorhub.search.models import Entry
from tests.cast import Cast
from tests.factories import helpcenter


def found_by(client: Client, words: str = "kingfisher") -> bool:
    """Whether the results page leads to the article; with nothing found it leads to others."""
    page = client.get("/search/", {"q": words}).content.decode()
    return "/help/sessions/" in page and "Nothing was found" not in page


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def test_a_published_article_is_found_by_its_words_and_opens_at_its_address(
    reader: Client, cast: Cast
) -> None:
    article = helpcenter.article("When does the kingfisher dive?", body="## Fish\n\nAt dawn.")

    for words in [
        "kingfisher",
        "kingfishers diving",
        "fish",
        "dawn",
        "when does the kingfihser dive?",
    ]:
        page = reader.get("/search/", {"q": words}).content.decode()
        assert article.get_absolute_url() in page, words


def test_a_change_is_found_at_once_and_the_old_words_no_longer(reader: Client, cast: Cast) -> None:
    article = helpcenter.article("About the kingfisher")
    article.title = article.summary = "About the heron"
    writing.save_article(article, cast.editor)

    assert found_by(reader, "heron")
    assert not found_by(reader, "kingfisher")


@pytest.mark.parametrize("state", [Article.State.DRAFT, Article.State.ARCHIVED])
def test_what_is_not_published_is_not_found(reader: Client, cast: Cast, state: str) -> None:
    article = helpcenter.article("About the kingfisher")
    article.state = state
    writing.save_article(article, cast.editor)

    assert not found_by(reader)


def test_a_scheduled_article_is_found_from_its_moment_on(reader: Client, cast: Cast) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    article = helpcenter.article("About the kingfisher", published_at=tomorrow)
    assert search.index_newly_published() == 0
    assert not found_by(reader)

    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert search.index_newly_published() == 1
    assert found_by(reader)
    assert search.index_newly_published() == 0


def test_each_reader_finds_what_they_may_read(client: Client, cast: Cast) -> None:
    helpcenter.article("For one path: kingfisher", cast.path)

    finds = {}
    for name in ["mentor", "assessor", "other_mentor", "manager", "editor"]:
        somebody = Client()
        somebody.force_login(getattr(cast, name))
        finds[name] = found_by(somebody)
    assert finds == {
        "mentor": True,
        "assessor": True,
        "other_mentor": False,
        "manager": True,
        "editor": True,
    }
    assert not found_by(client)
    helpcenter.public("For everybody: kingfisher")
    assert found_by(client)


def test_a_renamed_category_moves_its_entries(reader: Client, cast: Cast) -> None:
    article = helpcenter.article("About the kingfisher")
    category = article.category
    category.slug, category.title = "planning", "Planning"
    writing.save_category(category)

    entry = Entry.objects.get(object_id=article.pk)
    assert (entry.url, entry.category) == ("/help/planning/about-the-kingfisher/", "Planning")


def test_a_deleted_article_is_found_no_longer(reader: Client, cast: Cast) -> None:
    writing.delete_article(helpcenter.article("About the kingfisher"))

    assert not found_by(reader)
    assert not Entry.objects.exists()


def test_an_answer_in_the_language_of_the_question_comes_first(reader: Client, cast: Cast) -> None:
    english = helpcenter.article("My student does not come", body="Wait, then mark a no-show.")
    french = helpcenter.translation(
        english, "Mon étudiant ne vient pas", body="Choisissez **Student progress**."
    )
    vocabulary.refresh()

    for question, first, second in [
        ("what if my student does not come", english, french),
        ("que faire si mon étudiant ne vient pas", french, english),
    ]:
        page = reader.get("/search/", {"q": question}).content.decode()
        later = page.find(second.get_absolute_url())
        assert page.find(first.get_absolute_url()) > 0
        assert later == -1 or page.find(first.get_absolute_url()) < later
