"""What waits for longer than it should, over every kind of row that the relay looks after."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from .due import PATIENCE, registry

MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """One stuck thing, and where staff can act on it."""

    name: str
    url: str
    since: datetime.datetime | None
    why: str


@dataclass(frozen=True)
class Group:
    """The stuck rows of one kind; `count` is of all, `rows` the oldest of them."""

    title: str
    count: int
    rows: Sequence[Row]


def visible_to(user: Any) -> list[Group]:
    """The stuck rows that this person may see; kinds with none are left out."""
    groups: dict[str, Group] = {}
    for due in registry:
        rows = due.stuck(PATIENCE).filter(pk__in=_visible(due.stuck(PATIENCE).model, user))
        count = rows.count()
        if count:
            shown = [_row(row) for row in rows.order_by("pk")[:MOST_SHOWN]]
            title = f"{rows.model._meta.verbose_name_plural}"
            earlier = groups.get(title, Group(title, 0, []))
            groups[title] = Group(title, earlier.count + count, [*earlier.rows, *shown])
    return list(groups.values())


def count_visible_to(user: Any) -> int:
    """How many stuck rows this person may see, of every kind."""
    return sum(
        due.stuck(PATIENCE).filter(pk__in=_visible(due.stuck(PATIENCE).model, user)).count()
        for due in registry
    )


def _visible(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    """Every model that registers has a queryset with visible_to(), as access asks."""
    queryset: models.QuerySet[Any] = model._default_manager.visible_to(user).values("pk")  # type: ignore[attr-defined]
    return queryset


def _row(row: Any) -> Row:
    meta = row._meta
    return Row(
        name=str(row),
        url=getattr(row, "desk_url", "")
        or reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]),
        since=getattr(row, "created_at", None) or getattr(row, "published_at", None),
        why=getattr(row, "last_answer", ""),
    )
