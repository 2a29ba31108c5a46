"""Who loses a role, or leaves altogether: told to the apps above in the same transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.db.models import CharField, IntegerField, Value

from .models import Role, Team, User
from .signals import rights_lost

TEAM = "team"
ADMINISTRATOR = "administrator"


class Held(NamedTuple):
    """What somebody is today: `kind` is that of a role on the path `where`, or TEAM, then `where` is
    the team, or ADMINISTRATOR."""

    person: int
    where: int
    kind: str


@contextmanager
def watched(people: Iterable[int]) -> Iterator[None]:
    """Whatever these people lose meanwhile is told, as rights_lost; with what takes it away it is
    one transaction. Somebody switched off loses all. Two statements, however many people."""
    ids = list(people)
    with transaction.atomic():
        before = _held(ids)
        yield
        if lost := before - _held(ids):
            rights_lost.send(User, people=ids, lost=lost)


def _held(people: list[int]) -> set[Held]:
    roles = Role.objects.current().filter(user__in=people).order_by()
    teams = Team.members.through.objects.filter(user__in=people, user__is_active=True)
    administrators = User.objects.filter(pk__in=people, is_active=True, is_superuser=True)
    found = roles.values_list("user", "path", "kind").union(
        teams.values_list("user", "team", Value(TEAM, CharField())),
        administrators.order_by().values_list(
            "pk", Value(0, IntegerField()), Value(ADMINISTRATOR, CharField())
        ),
    )
    return {Held(*row) for row in found}
