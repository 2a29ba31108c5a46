"""One question in, the entries that answer it out."""

from dataclasses import dataclass

from . import ranking
from .models import EntryQuerySet
from .query import Query, Reading, parse, read
from .ranking import RESULTS, Ranked


@dataclass(frozen=True)
class Found:
    """What a search gave and how the question was read."""

    query: Query
    reading: Reading
    ranked: list[Ranked]


def search(
    text: str, entries: EntryQuerySet, *, correcting: bool = True, results: int = RESULTS
) -> Found:
    """The best of these entries for a question, best first; never raises, whatever was asked."""
    query = parse(text)
    reading = read(query, correcting=correcting)
    return Found(query, reading, ranking.rank(reading, entries, results))
