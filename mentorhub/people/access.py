"""Who may see what. Every list, page, file and search asks here, and nowhere else."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser

from . import days
from .models import Role, User


@dataclass(frozen=True)
class Access:
    """What one person is today: the ids of their paths by role, and of their teams."""

    is_superuser: bool = False
    is_editor: bool = False
    mentored: frozenset[int] = frozenset()
    assessed: frozenset[int] = frozenset()
    managed: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

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
    """The person's access, asked once for a request: two queries, kept on the user object."""
    if not user.is_active or isinstance(user, AnonymousUser):
        return Access()
    known = user.__dict__.get("_access")
    if known is None:
        known = user.__dict__["_access"] = _ask(user)
    return cast(Access, known)


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether the person may enter the admin."""
    return of(user).is_staff


def _ask(user: User) -> Access:
    by_kind: dict[str, set[int]] = {kind: set() for kind in Role.Kind.values}
    for kind, path in (
        Role.objects.current(days.today()).filter(user=user).values_list("kind", "path")
    ):
        by_kind[kind].add(path)
    return Access(
        is_superuser=user.is_superuser,
        is_editor=user.is_editor,
        mentored=frozenset(by_kind[Role.Kind.MENTOR]),
        assessed=frozenset(by_kind[Role.Kind.ASSESSOR]),
        managed=frozenset(by_kind[Role.Kind.MANAGER]),
        teams=frozenset(user.teams.values_list("pk", flat=True)),
    )
