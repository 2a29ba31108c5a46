"""Which words there are and how common each is; and what a misspelt one was meant to be."""

import datetime
import math
import threading
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from os.path import commonprefix

from django.db import connection, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from .models import Collection, Entry, Word

SHORTEST = 3  # letters of a word that may be a slip
SHORTEST_OF_TWO = 8  # of one in which there may be two
SHORTEST_BEGINNING, BEGINNING = 4, 0.7  # letters, and share of a word, that a relative begins with
ALIKE = 0.6  # share of its letters by which one word resembles another

# Right after a large import PostgreSQL takes the tables for small, and a nested loop over them
# would count for a quarter of an hour what a hash counts in a second.
REFRESH = """
LOCK TABLE search_collection IN SHARE ROW EXCLUSIVE MODE;
SET LOCAL enable_nestloop = off;
WITH counted AS MATERIALIZED (
    SELECT term_id, count(*) AS entries FROM search_posting GROUP BY term_id
)
UPDATE search_term SET entries = coalesce(counted.entries, 0)
FROM search_term AS term LEFT JOIN counted ON counted.term_id = term.id
WHERE search_term.id = term.id AND search_term.entries <> coalesce(counted.entries, 0);
SET LOCAL enable_nestloop = on;
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
    def forwards(self) -> list[str]:
        return sorted(self.entries)

    @cached_property
    def backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self.entries)

    def correct(self, word: str) -> list[str]:
        """What a word that occurs nowhere was meant to be: the commonest word one slip away, two
        words written as one, or the commonest two slips away; nothing when it is like none."""
        if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
            return []
        if near := self._one_slip_away(word):
            return [self._commonest(near)]
        if pair := self._as_two(word):
            return pair
        near = self._two_slips_away(word) if len(word) >= SHORTEST_OF_TWO else []
        return [self._commonest(near)] if near else []

    def relatives(self, word: str) -> dict[str, float]:
        """The words that begin most like one that occurs nowhere, with how much of it they share."""
        least = max(SHORTEST_BEGINNING, math.ceil(BEGINNING * len(word)))
        if len(word) < least:
            return {}
        shares = {
            other: len(commonprefix((word, other))) / max(len(word), len(other))
            for other in _beginning(self.forwards, word[:least])
        }
        return {other: shares[other] for other in sorted(shares, key=lambda one: -shares[one])[:5]}

    def resembling(self, word: str) -> dict[str, float]:
        """The words most like it in any way; slow, for when there is nothing else to look for."""
        found = process.extract(
            word, self.forwards, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, limit=5
        )
        return {other: share for other, share, _index in found}

    def _one_slip_away(self, word: str) -> list[str]:
        """An exchange of two neighbours is one slip, like a letter too many, too few or wrong.

        One slip leaves what is before the middle letter whole, or what is behind it.
        """
        middle = len(word) // 2
        near = self._within(1, word, word[:middle], word[middle + 1 :])
        if len(word) > SHORTEST:
            return near
        # Any short word is like many. Of its letters one was left out, or two exchanged.
        return [
            other
            for other in near
            if other[0] == word[0] and (len(other) > len(word) or sorted(other) == sorted(word))
        ]

    def _two_slips_away(self, word: str) -> list[str]:
        """Those that begin or end alike; nearly always one does."""
        return self._within(2, word, word[:2], word[-3:])

    def _within(self, slips: int, word: str, beginning: str, end: str) -> list[str]:
        candidates = _beginning(self.forwards, beginning)
        candidates += [other[::-1] for other in _beginning(self.backwards, end[::-1])]
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        return [found for found, _slips, _index in near]

    def _commonest(self, candidates: list[str]) -> str:
        return max(candidates, key=lambda word: (self.entries[word], word))

    def _as_two(self, word: str) -> list[str]:
        pairs = [[word[:at], word[at:]] for at in range(2, len(word) - 1)]
        known = [pair for pair in pairs if all(part in self.entries for part in pair)]
        return max(known, key=lambda pair: min(map(self.entries.__getitem__, pair)), default=[])


def _beginning(words: list[str], beginning: str) -> list[str]:
    """Those of some sorted words that begin so."""
    first = bisect_left(words, beginning)
    return words[first : bisect_left(words, beginning + "\U0010ffff", first)]


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
