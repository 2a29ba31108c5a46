"""Reindexing while editors go on: what is archived meanwhile does not come back."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction

from helpcenter.models import Article
from helpcenter.search import ArticleSource
from helpcenter.writing import delete_article, save_article
from mentorhub.search import indexing, registry
from mentorhub.search.models import Entry
from mentorhub.search.registry import Document
from tests.factories import helpcenter


@pytest.fixture
def between() -> Iterator[list]:
    """What is to happen after the articles were read and before their entries are written."""
    acts: list = []

    class Slow(ArticleSource):
        def entries(self) -> Iterator[Document]:
            documents = list(super().entries())
            for act in acts:
                act()
            yield from documents

    registry.register(Slow())
    yield acts
    registry.register(ArticleSource())


def indexed() -> set[str]:
    return set(Entry.objects.values_list("title", flat=True))


def archive(article: Article) -> None:
    article.state = Article.State.ARCHIVED
    save_article(article, None)


@pytest.mark.parametrize("act", [archive, delete_article])
@pytest.mark.parametrize("was_indexed", [True, False])
def test_what_is_gone_meanwhile_stays_gone(db, between, act, was_indexed) -> None:
    lynx, _heron = helpcenter.article("A lynx"), helpcenter.article("A heron")
    if not was_indexed:
        Entry.objects.all().delete()
    between.append(lambda: act(lynx))

    indexing.reindex("article")

    assert indexed() == {"A heron"}


def test_what_is_published_meanwhile_stays(db, between) -> None:
    helpcenter.article("A lynx")
    between.append(lambda: helpcenter.article("A heron"))

    indexing.reindex("article")

    assert indexed() == {"A heron", "A lynx"}


@pytest.mark.django_db(transaction=True)
def test_a_batch_waits_for_an_editor_who_is_not_done(between) -> None:
    """Archived in a transaction that ends after the batch would have been written."""
    lynx = helpcenter.article("A lynx")
    Entry.objects.all().delete()
    saved, may_commit = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            archive(Article.objects.get(pk=lynx.pk))
            saved.set()
            may_commit.wait(20)
        connection.close()

    editor = threading.Thread(target=edit)
    between += [editor.start, lambda: saved.wait(20)]
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with suppress(OperationalError):  # it waits for the editor, and would for as long as it takes
        indexing.reindex("article")
        pytest.fail("it did not wait")
    assert indexed() == set()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
    between.clear()
    may_commit.set()
    editor.join()

    indexing.reindex("article")

    assert indexed() == set()
