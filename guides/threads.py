"""The notes of a guide as its pages show them: plain values, read in one statement."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from mentorhub.content import markdown
from mentorhub.people.models import User

from . import readers
from .models import Guide, Note, Part

FIELDS = [
    "pk",
    "part__anchor",
    "thread",
    "author",
    "author__name",
    "author__email",
    "text",
    "at",
    "form_token",
    "deleted_at",
    "ruled_at",
    "ruled_by__name",
    "resolved_at",
    "resolved_by__name",
    "reported_at",
    "reported_by__name",
    "report",
]


@dataclass(frozen=True)
class Entry:
    """One note as it is shown."""

    pk: int
    author: str
    initials: str
    is_mine: bool
    text: str
    at: datetime.datetime
    token: uuid.UUID
    is_deleted: bool
    ruled_at: datetime.datetime | None
    ruled_by: str

    @property
    def html(self) -> SafeString:
        """The text, made safe."""
        return markdown.render_note(self.text)


@dataclass(frozen=True)
class Thread:
    """A note with the answers to it."""

    first: Entry
    answers: tuple[Entry, ...]
    resolved_at: datetime.datetime | None
    resolved_by: str
    reported_at: datetime.datetime | None
    reported_by: str
    report: str
    may_resolve: bool

    @property
    def pk(self) -> int:
        return self.first.pk

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def entries(self) -> Sequence[Entry]:
        """The note, then the answers."""
        return [self.first, *self.answers]


@dataclass(frozen=True)
class OnPart:
    """All that is written under one part. A value: equal ones look the same."""

    threads: tuple[Thread, ...] = ()

    @cached_property
    def open(self) -> Sequence[Thread]:
        return [thread for thread in self.threads if thread.is_open]

    @cached_property
    def resolved(self) -> Sequence[Thread]:
        return [thread for thread in self.threads if not thread.is_open]

    @cached_property
    def rulings(self) -> Sequence[Entry]:
        """How the criterion is meant, the latest first."""
        ruled = [(it.ruled_at, it) for thread in self.threads for it in thread.entries]
        dated = [(at, it) for at, it in ruled if at is not None]
        return [it for _at, it in sorted(dated, key=lambda pair: pair[0], reverse=True)]

    @cached_property
    def count(self) -> int:
        """Notes and answers that still say something."""
        return sum(not it.is_deleted for thread in self.threads for it in thread.entries)


NOTHING = OnPart()


def of_guide(guide: Guide, user: User) -> Mapping[str, OnPart]:
    """The notes of all parts that have some, by anchor, for a person who may read the guide."""
    return _sorted(Note.objects.filter(part__guide=guide), guide, user)


def of_part(part: Part, user: User) -> OnPart:
    """The notes of one part."""
    found = _sorted(Note.objects.filter(part=part), part.guide, user)
    return found.get(part.anchor, NOTHING)


def _sorted(notes: QuerySet[Note], guide: Guide, user: User) -> Mapping[str, OnPart]:
    rows = list(notes.order_by("at", "pk").values(*FIELDS))
    authors = {
        row["author"]: User(name=row["author__name"] or "", email=row["author__email"] or "")
        for row in rows
    }
    for row in rows:
        row["entry"] = _entry(row, authors[row["author"]], user)
    answers: dict[int, list[Entry]] = {}
    for row in rows:
        if row["thread"]:
            answers.setdefault(row["thread"], []).append(row["entry"])
    settles = readers.settles(user, guide)
    threads: dict[str, list[Thread]] = {}
    for row in rows:
        if not row["thread"]:
            thread = _thread(row, answers.get(row["pk"], []), user, settles)
            threads.setdefault(row["part__anchor"], []).append(thread)
    return {anchor: OnPart(tuple(found)) for anchor, found in threads.items()}


def _thread(row: Mapping[str, Any], answers: Sequence[Entry], user: User, settles: bool) -> Thread:
    first: Entry = row["entry"]
    return Thread(
        first=first,
        answers=tuple(answers),
        resolved_at=row["resolved_at"],
        resolved_by=row["resolved_by__name"] or "",
        reported_at=row["reported_at"],
        reported_by=row["reported_by__name"] or "",
        report=row["report"],
        may_resolve=settles or first.is_mine,
    )


def _entry(row: Mapping[str, Any], author: User, user: User) -> Entry:
    return Entry(
        pk=row["pk"],
        author=str(author),
        initials=author.initials if author.name or author.email else "",
        is_mine=row["author"] == user.pk,
        text=row["text"],
        at=row["at"],
        token=row["form_token"],
        is_deleted=row["deleted_at"] is not None,
        ruled_at=row["ruled_at"],
        ruled_by=row["ruled_by__name"] or "",
    )
