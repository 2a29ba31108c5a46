"""manage.py rank and reindex."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mentorhub.search.models import Entry, Synonym, Term
from tests.search.conftest import Shelf


@pytest.fixture
def rank(tmp_path: Path, db: None):
    def run(documents: list, queries: list, **options: bool) -> list[str]:
        paths = []
        for name, lines in [("documents", documents), ("queries", queries)]:
            paths.append(tmp_path / f"{name}.jsonl")
            paths[-1].write_text("\n".join(json.dumps(line) for line in lines))
        out = StringIO()
        call_command("rank", *map(str, paths), stdout=out, **options)
        return out.getvalue().splitlines()

    return run


DOCUMENTS = [
    {"id": "d1", "title": "Otters", "body": "They sleep on the ferry."},
    {"id": "d2", "title": "Badgers", "body": "They dig and watch the otter."},
    {"id": 3, "title": "", "body": None},
]


def test_it_prints_the_best_documents_of_each_query(rank) -> None:
    queries = [{"id": "q1", "text": "oters"}, {"id": "q2", "text": "dig"}, {"id": "q3", "text": ""}]

    assert rank(DOCUMENTS, queries) == ["q1\td1", "q1\td2", "q2\td2"]


def test_it_prints_ten_at_most(rank) -> None:
    many = [{"id": str(number), "title": "Otter", "body": ""} for number in range(15)]

    assert len(rank(many, [{"id": "q", "text": "otter"}])) == 10


def test_nothing_of_it_is_kept_and_nothing_of_the_site_shows(rank, articles: Shelf) -> None:
    before = Entry.objects.count(), Term.objects.count()

    assert rank(DOCUMENTS, [{"id": "q", "text": "password invoice"}]) == []

    assert (Entry.objects.count(), Term.objects.count()) == before


def test_the_sites_synonyms_count_only_when_asked_for(rank) -> None:
    Synonym.objects.create(words="lutra, otter")

    assert rank(DOCUMENTS, [{"id": "q", "text": "lutra"}]) == []
    assert rank(DOCUMENTS, [{"id": "q", "text": "lutra"}], synonyms=True) == ["q\td1", "q\td2"]


def test_it_takes_lines_as_they_come(rank, tmp_path: Path) -> None:
    """No title, no body, nothing but an id, the same text twice, halves of characters, NUL."""
    documents = [
        {"id": "a b/ç☃", "body": "The otter sleeps."},
        {"id": 0, "title": None, "body": "The otter sleeps."},
        {"id": "half \ud800", "title": "Half \ud800 an\0 otter", "body": {"not": "text"}},
        {"id": "empty"},
        {"id": "long", "title": "x" * 999, "body": "ferry " * 40_000, "language": "no language"},
    ]
    queries = [{"id": 1, "text": "otter \ud800"}, {"id": "2"}, {"id": 3, "text": "ferry"}]

    found = rank(documents, queries)

    assert sorted(found[:3]) == ["1\t0", "1\ta b/ç☃", "1\thalf ?"]
    assert found[3:] == ["3\tlong"]


def test_it_tells_the_language_of_a_text_by_its_words(rank) -> None:
    documents = [
        {
            "id": "fr",
            "title": "",
            "body": "Comment déplacer la séance ? Demandez-le à votre élève.",
        },
        {"id": "en", "title": "", "body": "How do you move the session? Ask your student."},
    ]

    assert rank(documents, [{"id": 1, "text": "déplacées"}]) == ["1\tfr"]
    assert rank(documents, [{"id": 1, "text": "moving"}]) == ["1\ten"]


def test_a_file_may_begin_with_a_byte_order_mark_and_hold_empty_lines(tmp_path: Path, db) -> None:
    for name in ["documents", "queries"]:
        text = '\ufeff{"id": "1", "title": "Otter", "text": "otter"}\n\n\r\n'
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = StringIO()

    call_command("rank", str(tmp_path / "documents"), str(tmp_path / "queries"), stdout=out)

    assert out.getvalue() == "1\t1\n"


def test_a_bad_file_is_named(rank, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"queries\.jsonl, line 2"):
        rank(DOCUMENTS, [{"id": "q", "text": "x"}, {"text": "no id"}])
    with pytest.raises(CommandError, match="nowhere"):
        call_command("rank", "/nowhere.jsonl", "/nowhere.jsonl")


def test_reindex_says_what_it_did(articles: Shelf) -> None:
    out = StringIO()

    call_command("reindex", stdout=out)

    assert "text: 12 entries" in out.getvalue()
    with pytest.raises(CommandError, match="There are: article, guide, text"):
        call_command("reindex", "nonsense")
