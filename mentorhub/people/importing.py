"""People from a list: who is new, what changes, line by line; first in words, then in fact.

An account is made with a proven address, so that its owner signs in by an emailed code. Nobody is
written to, and nobody's own choices (name and time zone once they have signed in, emails) are touched.
"""

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from mentorhub.paths.models import Path
from mentorhub.relay.due import wake

from . import addresses, days, leaving, sessions
from .lines import validate_line
from .models import ImportLine, PeopleImport, Role, User

COLUMNS = ["email", "name", "path", "role", "starts_on", "ends_on"]
REQUIRED = ["email", "path", "role"]
MOST_LINES = 50_000
A_BATCH = 500
BATCHES_A_TASK = 10
Outcome = ImportLine.Outcome
State = PeopleImport.State


class UnreadableList(Exception):
    """The file as a whole cannot be used; says why."""


@dataclass(frozen=True)
class Wanted:
    """What a line asks for."""

    email: str
    name: str
    path: Path
    kind: Role.Kind
    starts_on: datetime.date
    ends_on: datetime.date | None


def read(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV file by column, with commas, semicolons or tabs. Raises UnreadableList."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableList(_("This is no CSV file. Save the table as CSV, UTF-8."))
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        table = list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableList(_("The file cannot be read: %s") % error) from error
    lines = [
        {
            _column(name): (value or "").strip()
            for name, value in it.items()
            if isinstance(value, str | None) and name
        }
        for it in table
    ]
    found = set(lines[0]) if lines else set()
    if missing := [name for name in REQUIRED if name not in found]:
        raise UnreadableList(
            _("The first line must name the columns; these are missing: %s") % ", ".join(missing)
        )
    if len(lines) > MOST_LINES:
        raise UnreadableList(
            _("%(found)d lines are too many, %(most)d fit. Split the file.")
            % {"found": len(lines), "most": MOST_LINES}
        )
    return [{name: line.get(name, "") for name in COLUMNS} for line in lines]


@transaction.atomic
def begin(name: str, lines: Sequence[dict[str, str]], made_by: User) -> PeopleImport:
    """Keep the lines and have them looked through in the background."""
    people_import = PeopleImport.objects.create(name=name[:120], made_by=made_by)
    ImportLine.objects.bulk_create(
        [
            # The first line of the file names the columns.
            ImportLine(people_import=people_import, number=number, data=data)
            for number, data in enumerate(lines, start=2)
        ],
        batch_size=2_000,
    )
    wake(PeopleImport)
    return people_import


@transaction.atomic
def apply(people_import: PeopleImport) -> bool:
    """Have what was looked through done in the background; False when it is not in that state."""
    checked = PeopleImport.objects.filter(pk=people_import.pk, state=State.CHECKED)
    changed = checked.update(state=State.APPLYING, woken_at=None, changed_at=Now())
    if changed:
        wake(PeopleImport)
    return bool(changed)


def go_on(pk: int) -> None:
    """Look through, or apply, the next batches. What is left the relay brings again, at once."""
    for _batch in range(BATCHES_A_TASK):
        if not _one_batch(pk):
            return
    PeopleImport.objects.filter(pk=pk).update(woken_at=None)
    wake(PeopleImport)


@transaction.atomic
def _one_batch(pk: int) -> bool:
    """Whether there was one. The row is locked, so two tasks never do the same lines."""
    waiting = PeopleImport.objects.waiting().select_for_update(skip_locked=True)
    people_import = waiting.filter(pk=pk).first()
    if people_import is None:
        return False
    checking = people_import.state == State.CHECKING
    lines = people_import.lines.order_by("number")
    todo = lines.filter(outcome=Outcome.WAITING) if checking else lines.filter(is_done=False)
    batch = list(todo[:A_BATCH])
    if batch:
        _plan(batch, in_fact=not checking)
        ImportLine.objects.bulk_create(  # they are there; bulk_update() takes ten times as long
            batch,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["outcome", "said", "is_done"],
        )
    else:
        people_import.state = State.CHECKED if checking else State.DONE
    people_import.changed_at = Now()
    people_import.save(update_fields=["state", "changed_at"])
    return bool(batch)


def _plan(lines: Sequence[ImportLine], *, in_fact: bool) -> None:
    """Say of each line what it does, in one reading of what there is; and do it, if `in_fact`."""
    paths = {key.casefold(): path for path in Path.objects.all() for key in (path.name, path.slug)}
    wanted = {line.pk: _wanted(line, paths) for line in lines}
    emails = {it.email for it in wanted.values() if it}
    people = {user.email: user for user in User.objects.filter(email__in=emails)}
    roles = _roles_of(people.values())
    new_people: dict[str, User] = {}
    new_roles: list[Role] = []
    for line in lines:
        line.is_done = in_fact
        if asked := wanted[line.pk]:
            user = people.get(asked.email) or new_people.get(asked.email)
            _decide(line, asked, user, roles, new_people, new_roles)
    if in_fact:
        with leaving.watched([user.pk for user in people.values()]):
            _make(new_people.values(), new_roles)


def _decide(
    line: ImportLine,
    asked: Wanted,
    user: User | None,
    roles: dict[tuple[str, int, str], Role],
    new_people: dict[str, User],
    new_roles: list[Role],
) -> None:
    role = roles.get((asked.email, asked.path.pk, asked.kind))
    where = f"{asked.kind.label}, {asked.path}"
    if user and not user.is_active:
        _say(line, Outcome.WRONG, _("This account is switched off. Switch it on first."))
        return
    if role is None:
        if user is None:
            user = User(email=asked.email, name=asked.name, password=make_password(None))
            new_people[asked.email] = user
            _say(line, Outcome.PERSON, where)
        else:
            _say(line, Outcome.ROLE, where)
        role = Role(
            user=user,
            path=asked.path,
            kind=asked.kind,
            starts_on=asked.starts_on,
            ends_on=asked.ends_on,
        )
        new_roles.append(role)
        roles[asked.email, asked.path.pk, asked.kind] = role
    elif asked.ends_on and role.ends_on != asked.ends_on and asked.ends_on >= role.starts_on:
        _say(
            line,
            Outcome.CHANGE,
            _("%(role)s: ends on %(day)s") % {"role": where, "day": asked.ends_on},
        )
        role.ends_on = asked.ends_on
        if role.pk:
            new_roles.append(role)
    else:
        _say(line, Outcome.NOTHING, where)


def _make(people: Iterable[User], roles: Sequence[Role]) -> None:
    made = User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made]
    )
    for role in roles:
        role.user_id = role.user.pk  # they had none before they were made
    changed = [role for role in roles if role.pk]
    Role.objects.bulk_create([role for role in roles if role.pk is None])
    Role.objects.bulk_update(changed, ["ends_on"])
    sessions.end_all(sessions.managers_of(roles))


def _roles_of(people: Iterable[User]) -> dict[tuple[str, int, str], Role]:
    """Those that hold or will, by whose, where and what."""
    held = Role.objects.filter(user__in=list(people)).exclude(ends_on__lt=days.today())
    return {(it.user.email, it.path_id, it.kind): it for it in held.select_related("user")}


def _wanted(line: ImportLine, paths: dict[str, Path]) -> Wanted | None:
    """What the line asks for; None, and why, when it cannot be used."""
    data: dict[str, Any] = line.data
    try:
        email = addresses.normalise(data["email"])
        addresses.validate(email)
        name = unicodedata.normalize("NFC", data["name"]) or email.partition("@")[0]
        validate_line(name)
        return Wanted(
            email=email,
            name=name[:120],
            path=_path(data["path"], paths),
            kind=_kind(data["role"]),
            starts_on=_day(data["starts_on"]) or days.today(),
            ends_on=_day(data["ends_on"]),
        )
    except ValidationError as error:
        _say(line, Outcome.WRONG, " ".join(error.messages))
        return None


def _path(name: str, paths: dict[str, Path]) -> Path:
    if name.casefold() not in paths:
        raise ValidationError(_("There is no path “%s”.") % name)
    return paths[name.casefold()]


def _kind(word: str) -> Role.Kind:
    try:
        return Role.Kind(word.casefold())
    except ValueError:
        raise ValidationError(
            _("“%(word)s” is none of these roles: %(roles)s.")
            % {"word": word, "roles": ", ".join(Role.Kind.values)}
        ) from None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise ValidationError(_("“%s” is no day. Write it as 2026-09-30.") % text) from None


def _say(line: ImportLine, outcome: ImportLine.Outcome, said: str) -> None:
    line.outcome, line.said = outcome, said[:300]


def _column(name: str) -> str:
    """However a spreadsheet spells it: Starts On, starts_on."""
    return "_".join(name.casefold().split())
