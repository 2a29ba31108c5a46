"""People, what they are on a path, teams, absences and invitations."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from mentorhub.paths.models import Path
from mentorhub.people import inviting
from mentorhub.people.models import Absence, Invitation, Role, Team, User

PASSWORD = "a quiet place to sit"


def user(name: str, **fields: Any) -> User:
    """A person with PASSWORD and a proven address, made of the first name unless given."""
    email = fields.pop("email", f"{name.split()[0].lower()}@mentorhub.example")
    made = User.objects.create_user(email, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def role(of: User, kind: str, path: Path, **fields: Any) -> Role:
    """What the person is on the path, from a year ago and for ever."""
    fields.setdefault("starts_on", timezone.localdate() - datetime.timedelta(days=365))
    return Role.objects.create(user=of, path=path, kind=kind, **fields)


def mentor(name: str, *paths: Path) -> User:
    """Somebody who mentors on these paths."""
    return _with_roles(name, Role.Kind.MENTOR, paths)


def assessor(name: str, *paths: Path) -> User:
    """Somebody who assesses on these paths."""
    return _with_roles(name, Role.Kind.ASSESSOR, paths)


def manager(name: str, *paths: Path) -> User:
    """Somebody who answers for these paths."""
    return _with_roles(name, Role.Kind.MANAGER, paths)


def team(name: str, *members: User, is_fallback: bool = False) -> Team:
    """A team of these people."""
    made = Team.objects.create(name=name, is_fallback=is_fallback)
    made.members.set(members)
    return made


def absence(of: User, *, days: int = 7, cover: User | None = None) -> Absence:
    """Away from today on, `days` days in all."""
    today = timezone.localdate()
    last = today + datetime.timedelta(days=days - 1)
    return Absence.objects.create(user=of, starts_on=today, ends_on=last, cover=cover)


def invitation(email: str, invited_by: User, **fields: Any) -> Invitation:
    """An open invitation, its link queued as an email."""
    fields.setdefault("name", "Nina Newcomer")
    return inviting.invite(Invitation(email=email, **fields), invited_by)


def _with_roles(name: str, kind: str, paths: tuple[Path, ...]) -> User:
    made = user(name)
    for path in paths:
        role(made, kind, path)
    return made
