"""The index follows what is published, in the same transaction."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mentorhub.paths.models import Project
from mentorhub.people.models import User
from mentorhub.search import indexing, vocabulary
from mentorhub.search.models import Collection, Entry, Posting, Term, Text, Word
from mentorhub.search.scratch import scratch_index
from mentorhub.search.searching import search
from tests.search.conftest import Shelf


def found(question: str) -> list[int]:
    ranked = search(question, Entry.objects.all()).ranked
    by_id = dict(Entry.objects.values_list("pk", "object_id"))
    return [by_id[one.entry] for one in ranked]


def test_what_is_published_is_found_at_once(shelf: Shelf) -> None:
    thing = shelf.put("Otters", "They sleep on the ferry.")

    assert found("otter") == [thing.pk]


def test_what_changed_is_found_by_its_new_words_only(shelf: Shelf) -> None:
    thing = shelf.put("Otters", "They sleep on the ferry.")

    shelf.put("Badgers", "They dig.", at=thing)

    assert found("badger") == [thing.pk]
    assert found("ferry") == []
    assert Entry.objects.count() == 1


def test_what_is_no_longer_published_is_forgotten(shelf: Shelf) -> None:
    thing = shelf.put("Otters", "They sleep on the ferry.")
    del shelf.documents[thing.pk]

    indexing.index(thing)

    assert found("otter") == []
    assert not Posting.objects.exists() and not Text.objects.exists()


def test_what_was_taken_back_is_not_found(shelf: Shelf) -> None:
    with transaction.atomic():
        shelf.put("Otters")
        transaction.set_rollback(True)

    assert found("otter") == []


def test_an_object_of_no_channel_is_refused(shelf: Shelf, mentor: User) -> None:
    with pytest.raises(LookupError):
        indexing.index(mentor)


def test_reindexing_brings_what_is_missing_and_takes_what_is_gone(shelf: Shelf) -> None:
    kept, gone = shelf.put("Otters"), shelf.put("Badgers")
    missing = shelf.put("Herons")
    Entry.objects.filter(object_id=missing.pk).delete()
    del shelf.documents[gone.pk]
    told: list[int] = []

    assert indexing.reindex("text", told.append) == 2

    assert told == [2]
    assert found("otter") == [kept.pk]
    assert found("heron") == [missing.pk]
    assert found("badger") == []


def test_reindexing_leaves_what_changed_in_the_meantime(shelf: Shelf) -> None:
    thing = shelf.put("Otters")
    old = shelf.documents[thing.pk]

    def stale_entries():
        shelf.put("Badgers", at=thing)  # after the old text was read
        yield old

    shelf.entries = stale_entries
    indexing.reindex("text")

    assert found("badger") == [thing.pk]
    assert found("otter") == []


def test_reindexing_brings_nothing_back_that_was_taken_away_in_the_meantime(shelf: Shelf) -> None:
    thing = shelf.put("Otters")
    old = shelf.documents[thing.pk]

    def stale_entries():
        yield old
        # Archived after the old text was read: what comes next asks the shelf anew.
        shelf.entries = lambda: iter(shelf.documents.values())

    shelf.entries = stale_entries
    del shelf.documents[thing.pk]
    indexing.index(thing)

    indexing.reindex("text")

    assert found("otter") == []


def test_reindexing_takes_the_same_number_of_statements_for_many(shelf: Shelf) -> None:
    counts = []
    for _round in range(2):
        for number in range(20):
            shelf.put(f"Otter {number}", "They sleep on the ferry.")
        with CaptureQueriesContext(connection) as queries:
            indexing.reindex("text")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_words_are_counted_anew_only_when_something_changed(shelf: Shelf) -> None:
    thing = shelf.put("Otters and otters")
    shelf.put("One otter")

    assert vocabulary.refresh_if_changed()
    assert not vocabulary.refresh_if_changed()
    assert Term.objects.get(stem="otter").entries == 2
    assert Collection.objects.get().entries == 2

    indexing.forget(thing)

    assert vocabulary.refresh_if_changed()
    assert Term.objects.get(stem="otter").entries == 1


def test_what_is_gone_is_no_longer_a_word_to_correct_to(shelf: Shelf) -> None:
    shelf.put("Badgers")
    indexing.forget(shelf.put("Otters"))
    vocabulary.refresh()

    assert Word.objects.filter(word="otters").exists()
    assert search("oters", Entry.objects.all()).reading.corrections == {}


def test_a_text_of_anything_can_be_indexed(shelf: Shelf) -> None:
    thing = shelf.put("Anything\0" * 200, "x" * 100_000 + " \0 🙂 שלום " + "otter " * 40_000)

    assert found("otter") == [thing.pk]
    assert Project.objects.filter(pk=thing.pk).exists()


def test_a_scratch_index_leaves_no_trace(shelf: Shelf) -> None:
    thing = shelf.put("Otters")
    vocabulary.refresh()

    with scratch_index():
        assert found("otter") == []
        shelf.put("Badgers")
        assert Entry.objects.count() == 1

    assert found("otter") == [thing.pk]
    assert found("badger") == []
