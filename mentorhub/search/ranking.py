"""Which entries answer a question best: BM25 over the postings, in PostgreSQL.

Of the best, those rise that hold the question's words side by side.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from .closeness import closeness
from .models import EntryQuerySet
from .query import Asked, Reading

K1, B = 1.2, 0.75  # how soon a repeated word stops counting; how much long texts lose
TITLE = 1.2  # what a word in the title counts besides, against one in the text
CANDIDATES = 120  # entries that are looked at with all their words
FEW = 4_000  # postings that the rarest terms may have together to choose the candidates
A_TERM = 2_000  # of one term, the best ones
RESULTS = 100
FIRST = 50  # results that may rise by words that stand together

PART = """{count} / ({count} + %(k1)s::float8
    * (1 - %(b)s::float8 + %(b)s::float8 / asked.{average} * posting.{length}))"""
TEXT = PART.format(count="posting.frequency", average="average", length="length")
IN_TITLE = PART.format(count="posting.in_title", average="title_average", length="title_length")
SCORE = f"sum(asked.weight * ({TEXT} + %(title)s::float8 * {IN_TITLE}))"
# The rarest terms choose the candidates; then every term counts, common ones and all.
RANK = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(terms)s::int[], %(weights)s::float8[], %(leads)s::bool[],
        %(averages)s::float8[], %(title_averages)s::float8[])
        AS asked(term_id, weight, leads, average, title_average)
),
candidate AS MATERIALIZED (
    SELECT entry_id
    FROM (
        SELECT posting.entry_id
        FROM asked CROSS JOIN LATERAL (
            SELECT entry_id, frequency, length, in_title, title_length FROM search_posting
            WHERE term_id = asked.term_id
            ORDER BY in_title DESC, frequency DESC, length, entry_id LIMIT %(a_term)s
        ) AS posting
        WHERE asked.leads
        GROUP BY posting.entry_id
        ORDER BY {score} DESC, posting.entry_id OFFSET 0
    ) AS best
    WHERE {conditions} LIMIT %(candidates)s
)
SELECT posting.entry_id, {score} AS score
FROM candidate CROSS JOIN LATERAL (
    SELECT entry_id, term_id, frequency, length, in_title, title_length FROM search_posting
    WHERE entry_id = candidate.entry_id AND term_id = ANY (%(terms)s::int[])
    OFFSET 0
) AS posting
JOIN asked ON asked.term_id = posting.term_id
GROUP BY posting.entry_id
ORDER BY score DESC, posting.entry_id LIMIT %(results)s
"""
# OFFSET 0 keeps each of these a question about one entry, asked of the best until enough pass.
AMONG = "EXISTS ({entries} OFFSET 0)"
WITHOUT = """NOT EXISTS (
    SELECT 1 FROM search_posting
    WHERE entry_id = best.entry_id AND term_id = ANY (%(excluded)s) OFFSET 0
)"""
WITH_PHRASES = """EXISTS (
    SELECT 1 FROM search_text
    WHERE entry_id = best.entry_id AND words LIKE ALL (%(phrases)s) OFFSET 0
)"""


@dataclass(frozen=True)
class Ranked:
    """An entry and how well it answers."""

    entry: int
    score: float


def rank(reading: Reading, entries: EntryQuerySet, results: int = RESULTS) -> list[Ranked]:
    """The best of these entries, best first."""
    if not reading.asked or reading.impossible:
        return []
    conditions, among = ["true"], tuple[Any, ...]()
    if entries.query.where:
        one = entries.filter(pk=RawSQL("best.entry_id", [])).values("pk")
        try:
            inner, among = one.query.sql_with_params()
        except EmptyResultSet:
            return []
        # psycopg2 takes names or positions, not both: the positions get names.
        inner = inner.replace("%s", "{}").format(*(f"%(among{n})s" for n in range(len(among))))
        conditions.append(AMONG.format(entries=inner))
    if reading.excluded:
        conditions.append(WITHOUT)
    if reading.phrases:
        conditions.append(WITH_PHRASES)
    leads = _leading(reading.asked)
    values = {
        "terms": [one.term for one in reading.asked],
        "weights": [one.weight for one in reading.asked],
        "averages": [one.average for one in reading.asked],
        "title_averages": [one.title_average for one in reading.asked],
        "leads": [one.term in leads for one in reading.asked],
        "excluded": reading.excluded,
        "phrases": reading.phrases,
        "k1": K1,
        "b": B,
        "title": TITLE,
        "a_term": A_TERM,
        "candidates": CANDIDATES,
        "results": RESULTS,
        **{f"among{number}": value for number, value in enumerate(among)},
    }
    with connection.cursor() as cursor:
        cursor.execute(RANK.format(score=SCORE, conditions=" AND ".join(conditions)), values)
        scores = dict(cursor.fetchall())
    gains = closeness(list(scores)[:FIRST], reading.pairs)
    ranked = [Ranked(entry, score + gains.get(entry, 0.0)) for entry, score in scores.items()]
    return sorted(ranked, key=lambda one: -one.score)[:results]


def _leading(asked: list[Asked]) -> set[int]:
    """The rarest terms, as many as have few postings together, but one at least."""
    leads, total = set[int](), 0
    for one in sorted(asked, key=lambda one: one.entries):
        total += min(one.entries, A_TERM)
        if leads and total > FEW:
            break
        leads.add(one.term)
    return leads
