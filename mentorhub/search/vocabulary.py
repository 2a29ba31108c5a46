"""Which words there are and how common each is; and what a misspelt one was meant to be."""

import datetime
import threading
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .models import Collection, Entry, Word

SHORTEST = 4  # letters of a word that may be a slip
SHORTEST_OF_TWO = 8  # of one in which there may be two

REFRESH = """
LOCK TABLE search_collection IN SHARE ROW EXCLUSIVE MODE;
UPDATE search_term SET entries = counted.entries
FROM (
    SELECT search_term.id, count(search_posting.entry_id) AS entries
    FROM search_term LEFT JOIN search_posting ON search_posting.term_id = search_term.id
    GROUP BY search_term.id
) AS counted
WHERE search_term.id = counted.id AND search_term.entries <> counted.entries;
DELETE FROM search_collection;
INSERT INTO search_collection (language, entries, length, title_length, refreshed_at)
SELECT language, count(*), greatest(avg(length), 1),
    greatest(avg(array_length(string_to_array(title, ' '), 1)), 1), clock_timestamp()
FROM search_entry GROUP BY language
"""


def clock() -> datetime.datetime:
    """The database's time, not that of the transaction's start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime.datetime = cursor.fetchone()[0]
    return found


def refresh() -> None:
    """Count anew in how many entries each term occurs. Writers and searchers need not wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFRESH)


def analyze() -> None:
    """Tell PostgreSQL how large the tables have become, after many changes at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE search_entry, search_text, search_term, search_word, search_posting"
        )


def refresh_if_changed() -> bool:
    """The same, when an entry came, changed or went since."""
    last = Collection.objects.order_by("-refreshed_at").first()
    counted = sum(Collection.objects.values_list("entries", flat=True))
    unchanged = (
        last is not None
        and counted == Entry.objects.count()
        and not Entry.objects.filter(indexed_at__gte=last.refreshed_at).exists()
    )
    if not unchanged:
        refresh()
    return not unchanged


@dataclass
class Vocabulary:
    """The words of one refresh."""

    entries: dict[str, int]

    @cached_property
    def words(self) -> list[str]:
        return list(self.entries)

    def correct(self, word: str) -> list[str]:
        """What a word that occurs nowhere was meant to be: the commonest word one slip away, two
        words written as one, or the commonest two slips away; nothing when it is like none."""
        if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
            return []
        if near := self._within(1, word):
            return [self._commonest(near)]
        if pair := self._as_two(word):
            return pair
        near = self._within(2, word) if len(word) >= SHORTEST_OF_TWO else []
        return [self._commonest(near)] if near else []

    def _within(self, slips: int, word: str) -> list[str]:
        """An exchange of two neighbours is one slip, like a letter too many, too few or wrong."""
        near = process.extract(
            word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        return [found for found, _slips, _index in near]

    def _commonest(self, candidates: list[str]) -> str:
        return max(candidates, key=lambda word: (self.entries[word], word))

    def _as_two(self, word: str) -> list[str]:
        pairs = [[word[:at], word[at:]] for at in range(2, len(word) - 1)]
        known = [pair for pair in pairs if all(part in self.entries for part in pair)]
        return max(known, key=lambda pair: min(map(self.entries.__getitem__, pair)), default=[])


_kept: tuple[datetime.datetime, Vocabulary] | None = None
_one_at_a_time = threading.Lock()


def current(refreshed_at: datetime.datetime) -> Vocabulary:
    """The vocabulary as of that refresh, kept by the process until the next."""
    global _kept
    with _one_at_a_time:
        if _kept is None or _kept[0] != refreshed_at:
            rows = Word.objects.filter(term__entries__gt=0).values_list("word", "term__entries")
            entries: dict[str, int] = {}
            for word, count in rows.iterator():
                entries[word] = max(count, entries.get(word, 0))
            _kept = refreshed_at, Vocabulary(entries)
        return _kept[1]
