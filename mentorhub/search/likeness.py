"""Which entries are about the same: those that share the rare words of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

TERMS = 30  # of an entry: those that say most about it
A_TERM = 60  # entries that are looked at for one of them
LEAST_SHARED = 2  # one word in common is chance

# What a term says: rare in the collection, frequent here; as in BM25, so that neither runs away.
WEIGHT = """posting.frequency / (posting.frequency + 2.0)
    * ln(1 + (greatest(collection.entries, term.entries) - term.entries + 0.5) / (term.entries + 0.5))"""
ALIKE = f"""
WITH asked AS MATERIALIZED (
    SELECT entry.id AS entry_id, entry.object_id, said.*
    FROM search_entry AS entry CROSS JOIN LATERAL (
        SELECT posting.term_id, collection.length AS average, {WEIGHT} AS weight
        FROM search_posting AS posting
        JOIN search_term AS term ON term.id = posting.term_id
        JOIN search_collection AS collection ON collection.language = term.language
        WHERE posting.entry_id = entry.id AND term.entries <= greatest(collection.entries / 5, 10)
        ORDER BY weight DESC, posting.term_id LIMIT %(terms)s
    ) AS said
    WHERE entry.kind = %(kind)s AND entry.object_id = ANY (%(objects)s::bigint[])
)
SELECT asked.object_id, entry.object_id, entry.is_public
FROM asked CROSS JOIN LATERAL (
    SELECT entry_id, frequency, length FROM search_posting
    WHERE term_id = asked.term_id
    ORDER BY frequency DESC, length, entry_id LIMIT %(a_term)s
) AS other
JOIN search_entry AS entry ON entry.id = other.entry_id AND entry.kind = %(kind)s
WHERE other.entry_id <> asked.entry_id
GROUP BY asked.object_id, entry.id
HAVING count(*) >= %(least)s
ORDER BY asked.object_id, sum(
    asked.weight * other.frequency
    / (other.frequency + 0.6 + 1.4 * other.length / asked.average)
) DESC, entry.id
"""  # noqa: S608 (constants of our own)


@dataclass(frozen=True)
class Alike:
    """One entry that is about the same."""

    object_id: int
    is_public: bool


def alike(kind: str, objects: Iterable[int]) -> dict[int, list[Alike]]:
    """For each of these objects of a kind the others of it that are most like it, best first.

    One query. Who may read them is not asked. Before the first refresh of the vocabulary there
    are none.
    """
    asked = list(objects)
    found: dict[int, list[Alike]] = {pk: [] for pk in asked}
    values: dict[str, Any] = {
        "kind": kind,
        "objects": asked,
        "terms": TERMS,
        "a_term": A_TERM,
        "least": LEAST_SHARED,
    }
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, values)
        for of, other, is_public in cursor.fetchall():
            found[of].append(Alike(other, is_public))
    return found
