"""What the results page shows of a search."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from . import registry
from .excerpts import Marked, Piece, excerpt, marked
from .models import Entry, EntryQuerySet
from .searching import Found
from .stop_words import STOP_WORDS
from .tokens import stem

MOST_CATEGORIES = 8

COMMON: Marked = frozenset(
    (stem(word, language), language) for language, words in STOP_WORDS.items() for word in words
)


@dataclass(frozen=True)
class Result:
    """One entry on the page."""

    rank: int
    url: str
    title: list[Piece]
    excerpt: list[Piece]
    kind: str
    category: str
    language: str
    date: datetime.datetime


def shown(found: Found, ids: Iterable[int], first: int) -> list[Result]:
    """These entries, in this order, the first one being that number of all."""
    ids = list(ids)
    entries = Entry.objects.select_related("text").in_bulk(ids)
    sought = found.reading.marked
    return [
        Result(
            rank=rank,
            url=entry.url,
            title=marked(entry.title, entry.language, sought - COMMON),
            excerpt=excerpt(entry.text.body, entry.language, sought, COMMON),
            kind=registry.label_of(entry.kind),
            category=entry.category,
            language=entry.language,
            date=entry.date,
        )
        for rank, entry in enumerate((entries[pk] for pk in ids if pk in entries), first)
    ]


@dataclass(frozen=True)
class Count:
    """A category, and how many of the results stand in it."""

    category: str
    count: int


def categories(found: Found) -> list[Count]:
    """Where the results stand, the fullest first; one query."""
    entries = Entry.objects.filter(pk__in=[one.entry for one in found.ranked]).exclude(category="")
    counted = entries.values("category").annotate(count=models.Count("pk"))
    rows = counted.order_by("-count", "category").values_list("category", "count")
    return [Count(category, count) for category, count in rows[:MOST_CATEGORIES]]


def nearest(entries: EntryQuerySet, count: int = 5) -> list[Entry]:
    """What to offer when nothing was found: what editors pinned, then what is new."""
    return list(entries.order_by("-pinned", "-date", "pk")[:count])
