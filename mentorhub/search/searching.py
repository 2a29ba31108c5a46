"""One question in, the entries that answer it out."""

from dataclasses import dataclass

from . import meaning, ranking
from .models import EntryQuerySet
from .query import LONGEST, Query, Reading, parse, read
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
    ranked = ranking.rank(reading, entries, RESULTS)
    # What a phrase or -word demands, only the words themselves can tell.
    if meaning.enabled() and query.loose and not query.phrases and not query.excluded:
        alike = meaning.nearest(reading.spelled(text[:LONGEST]), entries)
        by_words = [] if alike and reading.is_guess else [one.entry for one in ranked]
        scores = meaning.fused(by_words, alike)
        ranked = [Ranked(entry, score) for entry, score in scores.items()]
    return Found(query, reading, ranked[:results])
