"""The history of a text."""

import pytest

from helpcenter.models import Article
from helpcenter.writing import delete_article, restore_article, save_article
from mentorhub.content import revisions
from mentorhub.content.models import Revision
from mentorhub.content.revisions import Piece
from tests.factories import helpcenter, paths


def test_every_save_is_kept_with_who_and_why(editor):
    article = helpcenter.article("A no-show", by=editor)
    article.body = "Do that."

    save_article(article, editor, why="It was wrong")

    kept = list(revisions.of(article))
    assert [(it.number, it.author, it.why) for it in kept] == [
        (2, editor, "It was wrong"),
        (1, editor, ""),
    ]
    assert [it.data["body"] for it in kept] == ["Do that.", "Do this."]


def test_saving_nothing_new_keeps_nothing(editor):
    article = helpcenter.article("A no-show", by=editor)

    assert save_article(Article.objects.get(pk=article.pk), editor) is None
    assert revisions.of(article).count() == 1


def test_a_difference_reads_word_by_word(db):
    old = {"title": "A no-show", "body": "One\nTwo words here\nThree\nFour\nFive\nSix"}
    new = {"title": "A no-show", "body": "One\nTwo words there\nThree\nFour\nFive\nSix"}

    (found,) = revisions.differences(Article, old, new)

    assert found.field == "text"
    assert list(found.lines) == [
        [Piece("same", "One")],
        [Piece("same", "Two words "), Piece("removed", "here"), Piece("added", "there")],
        [Piece("same", "Three")],
        [Piece("same", "Four")],
    ]


def test_a_restored_version_is_a_new_one_and_moves_nothing(editor):
    path = paths.path("Data Analyst")
    article = helpcenter.article("A no-show", path, by=editor)
    article.title, article.slug, article.body = "No-show", "no-show", "Do that."
    save_article(article, editor, paths=[])

    restore_article(article, 1, editor, "Version 1 restored", seen=2)

    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.body, article.version) == ("A no-show", "Do this.", 3)
    assert article.slug == "no-show"
    assert list(article.paths.all()) == [path]
    assert [it.why for it in revisions.of(article)] == ["Version 1 restored", "", ""]


@pytest.mark.parametrize("words", [3, 3_000])
def test_a_difference_is_whole_however_long_the_line(words):
    old = "begin " + "left right " * words + "end"
    new = "begin " + "right left and " * words + "end"

    (line,) = revisions.difference("text", old, new).lines

    assert "".join(it.text for it in line if it.kind != "added") == old
    assert "".join(it.text for it in line if it.kind != "removed") == new
    assert (line[0].kind, line[-1].kind) == ("same", "same")


@pytest.mark.parametrize("lines", [3, 3_000])
def test_a_difference_of_many_lines_leaves_out_what_stayed(lines):
    stays = [f"line {n}" for n in range(lines)]
    old = "\n".join([*stays, "was", *stays])
    new = "\n".join([*stays, "is", *stays])

    shown = revisions.difference("text", old, new).lines

    (changed,) = [it for it in shown if it and it[0].kind != "same"]
    assert [(it.kind, it.text) for it in changed] == [("removed", "was"), ("added", "is")]
    assert len(shown) <= 2 * revisions.CONTEXT + 2


@pytest.mark.parametrize(
    "delete", [delete_article, lambda article: Article.objects.filter(pk=article.pk).delete()]
)
def test_a_deleted_thing_takes_its_revisions_with_it(db, delete):
    gone, kept = helpcenter.article("A lynx"), helpcenter.article("A heron")
    assert Revision.objects.count() == 2

    delete(gone)

    assert [revision.object_id for revision in Revision.objects.all()] == [kept.pk]
