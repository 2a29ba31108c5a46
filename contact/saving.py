"""Saved views of the queue: saved, renamed, moved and deleted by those who see them."""

from typing import Any

from django.db import transaction

from mentorhub.paths.models import Path
from mentorhub.people.models import User

from .models import SavedView
from .models.saved_view import SavedViewQuerySet

MOST = 20  # of one's own, and of each path's


class TooMany(Exception):
    """There are twenty already; nothing was saved."""


@transaction.atomic
def save(owner: User, name: str, filters: dict[str, Any], path: Path | None) -> SavedView:
    """Save at the end of one's own views, or of those of a path. Raises TooMany."""
    if path is None:
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    else:
        Path.objects.select_for_update(no_key=True).get(pk=path.pk)
    there = _beside(owner, path)
    if there.count() >= MOST:
        raise TooMany
    last = there.last()
    position = last.position + 1 if last else 0
    return SavedView.objects.create(
        owner=owner, path=path, name=name, filters=filters, position=position
    )


@transaction.atomic
def move(view: SavedView, by: int) -> None:
    """One place up (-1) or down (1) among its neighbours; at the end nothing happens."""
    there = list(_beside(view.owner, view.path).select_for_update())
    at = there.index(view)
    to = at + by
    if 0 <= to < len(there):
        there[at], there[to] = there[to], there[at]
    for position, one in enumerate(there):
        one.position = position
    SavedView.objects.bulk_update(there, ["position"])


def _beside(owner: User, path: Path | None) -> SavedViewQuerySet:
    if path is None:
        return SavedView.objects.filter(owner=owner, path=None)
    return SavedView.objects.filter(path=path)
