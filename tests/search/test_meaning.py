"""The second opinion: texts that mean the same in other words."""

import json
import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from mentorhub import checks
from mentorhub.search import meaning, tasks
from mentorhub.search.models import Entry, Meaning
from mentorhub.search.searching import search
from tests.search.conftest import Shelf

# What the package does as far as we ask it: the mean of the vectors of a text's words.
PACKAGE = """
import json, pathlib, re
import numpy

class StaticModel:
    def __init__(self, words):
        self.words = words

    @classmethod
    def from_pretrained(cls, folder):
        return cls(json.loads((pathlib.Path(folder) / "model.json").read_text()))

    def encode(self, texts):
        found = [[self.words.get(word) for word in re.findall("[a-z]+", text.lower())] for text in texts]
        rows = [[vector for vector in row if vector] or [[0, 0, 0]] for row in found]
        return numpy.array([numpy.mean(row, axis=0) for row in rows])
"""
WORDS = {
    "holiday": [1, 0, 0], "vacation": [1, 0.1, 0], "calendar": [0.5, 0.5, 0],
    "invoice": [0, 0, 1], "money": [0, 0.1, 1],
}  # fmt: skip


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages/model2vec.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.json").write_text(json.dumps(WORDS))
    forget()
    yield folder
    forget()


def forget() -> None:
    sys.modules.pop(meaning.PACKAGE, None)
    meaning._model.cache_clear()
    meaning._name.cache_clear()


@pytest.fixture
def model(package: Path, settings, articles: Shelf) -> Path:
    settings.SEARCH_MODEL = str(package)
    tasks.refresh_vocabulary()
    return package


def titles(question: str, user=None) -> list[str]:
    entries = Entry.objects.visible_to(user) if user else Entry.objects.all()
    by_id = dict(Entry.objects.values_list("pk", "title"))
    return [by_id[one.entry] for one in search(question, entries).ranked]


def test_without_the_setting_nothing_is_asked(package: Path, articles: Shelf) -> None:
    tasks.refresh_vocabulary()

    assert "Take a holiday" not in titles("vacation")
    assert not Meaning.objects.exists()


def test_other_words_of_the_same_meaning_are_found(model: Path) -> None:
    assert titles("vacation")[0] == "Take a holiday"
    assert titles("money")[0] == "Travel expenses"


def test_what_both_find_comes_first(model: Path) -> None:
    found = titles("vacation calendar")

    assert found[0] == "Take a holiday"
    assert "Move a session to another day" in found
    assert len(found) == len(set(found))


def test_fusion_adds_what_the_ranks_are_worth() -> None:
    scores = meaning.fused([1, 2, 3], [3, 4])

    assert list(scores) == [3, 1, 2, 4]
    assert scores[3] == pytest.approx(1 / 63 + 1 / 61)


def test_nothing_is_found_that_the_reader_may_not_see(model: Path, articles: Shelf) -> None:
    hidden = articles.put("A vacation for assessors", is_public=False, for_mentors=False)
    tasks.refresh_vocabulary()
    assert titles("vacation")[0] == "A vacation for assessors"
    Entry.objects.filter(object_id=hidden.pk).update(title="Sabbatical")

    assert titles("holiday", AnonymousUser())[0] == "Take a holiday"
    assert "Sabbatical" not in titles("holiday", AnonymousUser())


def test_a_phrase_and_a_word_left_out_are_left_to_the_words(model: Path) -> None:
    assert titles('"vacation"') == []
    assert "Take a holiday" not in titles("vacation calendar -holiday")


def test_what_changed_is_read_again_and_what_went_is_forgotten(
    model: Path, articles: Shelf
) -> None:
    thing = articles.put("The vacation", "Money.")
    assert meaning.refresh() == 1
    assert meaning.refresh() == 0
    articles.put("The money", at=thing)
    assert meaning.refresh() == 1

    Entry.objects.filter(object_id=thing.pk).delete()

    assert Meaning.objects.count() == Entry.objects.count()


def test_another_model_in_the_folder_is_asked_anew(model: Path) -> None:
    (model / "model.json").write_text(json.dumps({"holiday": [1, 0]}))
    os.utime(model / "model.json", (2e9, 2e9))
    meaning._name.cache_clear()

    assert meaning.refresh() == Entry.objects.count()


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_model_that_cannot_be_used_leaves_the_words(
    package: Path, settings, articles: Shelf, text: str
) -> None:
    (package / "model.json").write_text(text)
    settings.SEARCH_MODEL = str(package)

    tasks.refresh_vocabulary()

    assert titles("holiday") == ["Take a holiday"]


def test_a_missing_folder_or_package_is_said_by_the_checks(
    settings, tmp_path: Path, articles: Shelf
) -> None:
    assert checks.the_search_model_is_there() == []

    settings.SEARCH_MODEL = str(tmp_path / "nowhere")

    said = [problem.msg for problem in checks.the_search_model_is_there()]
    assert "nowhere" in said[0] and "model2vec" in said[1]
    assert titles("holiday") == ["Take a holiday"]


def test_rank_asks_it_too(package: Path, settings, tmp_path: Path, db: None) -> None:
    (tmp_path / "d").write_text(
        '{"id": "d1", "title": "A holiday"}\n{"id": "d2", "title": "Bread"}'
    )
    (tmp_path / "q").write_text('{"id": "q1", "text": "vacation"}')
    settings.SEARCH_MODEL = str(package)
    out = StringIO()

    call_command("rank", str(tmp_path / "d"), str(tmp_path / "q"), stdout=out, stderr=StringIO())

    assert out.getvalue() == "q1\td1\n"
