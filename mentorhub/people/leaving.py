"""Who loses a role, or leaves altogether: told to the apps above in the same transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction

from .models import Role, User
from .signals import rights_lost


class Held(NamedTuple):
    """A role that somebody holds today, by the ids of the person and the path."""

    person: int
    path: int
    kind: str


@contextmanager
def watched(people: Iterable[int]) -> Iterator[None]:
    """Whatever roles these people lose meanwhile is told, as rights_lost; with what changes them it
    is one transaction. Somebody switched off loses all."""
    ids = list(people)
    with transaction.atomic():
        before = _held(ids)
        yield
        lost = before - _held(ids)
        off = User.objects.filter(pk__in=ids, is_active=False)
        if lost or off.exists():
            rights_lost.send(User, people=ids, lost=lost)


def _held(people: list[int]) -> set[Held]:
    roles = Role.objects.current().filter(user__in=people).order_by()
    return {Held(*row) for row in roles.values_list("user", "path", "kind")}
