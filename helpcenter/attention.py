"""Articles that want an editor's eye, each with the figure that put it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from .models import Article, Vote

MOST = 15  # of a list
FEWEST_NOES = 2  # one reader may be mistaken
ASKS_FOR_CHANGE = [Vote.Reason.WRONG, Vote.Reason.MISSING, Vote.Reason.UNCLEAR]


@dataclass(frozen=True)
class Reason:
    """One of the reasons given, and by how many."""

    label: str
    count: int


@dataclass(frozen=True)
class Unhelpful:
    """An article that did not help, and why not."""

    article: Article
    noes: int
    votes: int
    reasons: Sequence[Reason]


def unhelpful() -> list[Unhelpful]:
    """Those to which most readers said no, and a larger part of them than yes first."""
    no = Q(votes__helpful=False)
    counted = _said_no_to().annotate(
        all_votes=Count("votes"),
        noes=Count("votes", filter=no),
        reasons=ArrayAgg("votes__reason", filter=no & ~Q(votes__reason=""), default=[]),
    )
    most = counted.filter(noes__gte=F("all_votes") - F("noes"))
    rows: Any = most.filter(noes__gte=FEWEST_NOES)
    return [
        Unhelpful(row, row.noes, row.all_votes, _reasons(row.reasons))
        for row in rows.order_by("-noes", "all_votes", "title", "pk")[:MOST]
    ]


def asked_to_change() -> list[Any]:
    """Those that readers called wrong, incomplete or hard to understand since the last change;
    `asked` says how many, `latest` when the last one did."""
    since = Q(
        votes__helpful=False,
        votes__reason__in=ASKS_FOR_CHANGE,
        votes__at__gt=F("changed_at"),
    )
    counted = _said_no_to().annotate(
        asked=Count("votes", filter=since), latest=Max("votes__at", filter=since)
    )
    return list(counted.filter(asked__gt=0).order_by("-asked", "-latest", "pk")[:MOST])


def long_unchanged() -> list[Article]:
    """Those whose words nobody has changed for the longest time."""
    return list(_published().order_by("changed_at", "pk")[:MOST])


def _published() -> QuerySet[Article]:
    return Article.objects.published().select_related("category").defer("body", "also_asked")


def _said_no_to() -> QuerySet[Article]:
    """Published articles with a no: the others need not be counted."""
    noes = Vote.objects.filter(article=OuterRef("pk"), helpful=False).order_by()
    return _published().filter(Exists(noes))


def _reasons(given: Sequence[str]) -> list[Reason]:
    counts = {reason: list(given).count(reason) for reason in set(given)}
    return [
        Reason(str(Vote.Reason(reason).label), count)
        for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
