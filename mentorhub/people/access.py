"""Who may see what. Every list, page, file and search asks here, and nowhere else."""

import datetime
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from mentorhub.statements import blank_id, kept

from . import days
from .models import Absence, Role, Team, User


@dataclass(frozen=True)
class Access:
    """What one person is today: the ids of their paths by role, of their teams, and of whom they
    stand in for."""

    is_superuser: bool = False
    is_editor: bool = False
    mentored: frozenset[int] = frozenset()
    assessed: frozenset[int] = frozenset()
    managed: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    covers: frozenset[int] = frozenset()

    @property
    def works_the_desk(self) -> bool:
        """Answers requests: administrators, managers, members of a team."""
        return self.is_superuser or bool(self.managed or self.teams)

    @property
    def is_staff(self) -> bool:
        """May enter the admin at all."""
        return self.works_the_desk or self.is_editor

    @property
    def edits(self) -> bool:
        """Writes what others read: editors and administrators."""
        return self.is_superuser or self.is_editor

    @property
    def paths(self) -> frozenset[int]:
        """Every path the person is anything on."""
        return self.mentored | self.assessed | self.managed


def of(user: User | AnonymousUser) -> Access:
    """The person's access, asked once for a request: one query, kept on the user object."""
    if not user.is_active or isinstance(user, AnonymousUser):
        return Access()
    known = user.__dict__.get("_access")
    if known is None:
        known = user.__dict__["_access"] = _ask(user)
    return cast(Access, known)


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether the person may enter the admin."""
    return of(user).is_staff


def who_work_the_desk() -> "QuerySet[User]":
    """Everybody of whom works_the_desk is true today."""
    managers = Role.objects.current().managing().values("user")
    members = Team.members.through.objects.values("user")
    anybody = Q(is_superuser=True) | Q(pk__in=managers) | Q(pk__in=members)
    return User.objects.filter(anybody, is_active=True)


def _ask(user: User) -> Access:
    today = days.today()
    found = kept(("access", today), lambda: _roles_and_teams(today)).ask(pk=str(user.pk))
    by_kind: dict[str, set[int]] = {kind: set() for kind in Role.Kind.values}
    for role in found[0].held if found else []:
        kind, _, path = role.partition(" ")
        by_kind[kind].add(int(path))
    return Access(
        is_superuser=user.is_superuser,
        is_editor=user.is_editor,
        mentored=frozenset(by_kind[Role.Kind.MENTOR]),
        assessed=frozenset(by_kind[Role.Kind.ASSESSOR]),
        managed=frozenset(by_kind[Role.Kind.MANAGER]),
        teams=frozenset(found[0].member_of if found else []),
        covers=frozenset(found[0].stands_in_for if found else []),
    )


def _roles_and_teams(today: datetime.date) -> "QuerySet[User]":
    """Of one person: each role as its kind and path, the ids of the teams, and of whom they cover."""
    roles = Role.objects.current(today).filter(user=OuterRef("pk")).order_by()
    teams = Team.members.through.objects.filter(user=OuterRef("pk")).order_by()
    role = Concat("kind", Value(" "), Cast("path", CharField()), output_field=CharField())
    covered = Absence.objects.on(today).filter(cover=OuterRef("pk")).order_by()
    people = User.objects.only("pk").annotate(
        held=ArraySubquery(roles.values(role=role)),
        member_of=ArraySubquery(teams.values("team")),
        stands_in_for=ArraySubquery(covered.values("user")),
    )
    return people.filter(pk=blank_id("pk")).order_by()
