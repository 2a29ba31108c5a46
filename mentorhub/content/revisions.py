"""The history of a text: keep what is saved, show what changed, take an old one back.

A model of our own and no package: a history is one row a save, written by the flow that saves and
knows who and why, for update() and imports as well; django-simple-history doubles every table and
hears signals, which bulk writes do not send.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from mentorhub.people.models import User

from .models import RevisedModel, Revision

CONTEXT = 2  # lines shown around what changed
# difflib compares each with each, and again between what it found: some texts take minutes.
MOST_PAIRS = 1_000_000


class Conflict(Exception):
    """Somebody else saved meanwhile; `latest` is what they made of it."""

    def __init__(self, latest: Revision | None) -> None:
        super().__init__(str(latest))
        self.latest = latest


@dataclass(frozen=True)
class Piece:
    """Some words of a line: kept, added or taken away."""

    kind: str  # "same", "added" or "removed"
    text: str


@dataclass(frozen=True)
class Difference:
    """What changed in one field: lines of pieces; None stands for lines left out."""

    field: str
    lines: Sequence[Sequence[Piece] | None]


def of(about: RevisedModel) -> models.QuerySet[Revision]:
    """All revisions of a thing, the newest first."""
    kind = ContentType.objects.get_for_model(about)
    return Revision.objects.filter(content_type=kind, object_id=about.pk).select_related("author")


def lock(about: RevisedModel, seen_version: int | None) -> None:
    """Have the row for this transaction; raises Conflict when it is not what was seen any more."""
    rows = type(about)._default_manager.select_for_update(of=("self",)).filter(pk=about.pk)
    about.version = rows.values_list("version", flat=True).get()
    if seen_version is not None and seen_version != about.version:
        raise Conflict(of(about).first())


def keep(about: RevisedModel, author: User | None, why: str = "") -> Revision | None:
    """Write a saved thing into its history; nothing when it is as it was. The row is locked."""
    data = about.snapshot()
    latest = of(about).first()
    if latest is not None and latest.data == data:
        return None
    about.version += 1
    type(about)._default_manager.filter(pk=about.pk).update(version=about.version)
    return Revision.objects.create(
        about=about, number=about.version, author=author, why=why, data=data
    )


def put_back(about: RevisedModel, data: dict[str, Any]) -> dict[str, list[int]]:
    """Set the fields to what a revision holds, unsaved; returns the many-to-many ones by name.

    A relation to a row that is gone since stays empty.
    """
    many: dict[str, list[int]] = {}
    for name in about.revised_fields:
        if name not in data:
            continue
        field: Any = about._meta.get_field(name)
        value = data[name]
        if field.many_to_many:
            many[name] = list(
                field.related_model.objects.filter(pk__in=value).values_list("pk", flat=True)
            )
        elif field.is_relation:
            there = field.related_model.objects.filter(pk=value).exists()
            if there or field.null:
                setattr(about, field.attname, value if there else None)
        elif isinstance(field, models.DateTimeField):
            setattr(about, name, parse_datetime(value) if value else None)
        else:
            setattr(about, name, value)
    return many


def differences(
    model: type[RevisedModel], old: dict[str, Any], new: dict[str, Any]
) -> list[Difference]:
    """What a reader of both would have to compare by eye, field by field."""
    return [
        difference(
            str(getattr(model._meta.get_field(name), "verbose_name", name)),
            _said(model, name, old.get(name)),
            _said(model, name, new.get(name)),
        )
        for name in model.revised_fields
        if old.get(name) != new.get(name)
    ]


def difference(name: str, old: str, new: str) -> Difference:
    """What changed between two texts that go by one name."""
    return Difference(name, list(_lines(old, new)))


def kept_in_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The most that stand in the same order in both: what is not among them was moved."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [it for block in matcher.get_matching_blocks() for it in after[block.b :][: block.size]]


def _said(model: type[RevisedModel], name: str, value: Any) -> str:
    """A value as words."""
    field: Any = model._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        return "\n".join(str(row) for row in field.related_model.objects.filter(pk__in=keys))
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
    return str(dict(field.flatchoices).get(value, value))


def _lines(old: str, new: str) -> Iterator[list[Piece] | None]:
    before, after = old.splitlines(), new.splitlines()
    for at, group in enumerate(_grouped(_opcodes(before, after))):
        if at or group[0][1]:
            yield None
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                yield from ([Piece("same", line)] for line in before[i1:i2])
            elif kind == "replace" and i2 - i1 == j2 - j1:
                for was, became in zip(before[i1:i2], after[j1:j2], strict=True):
                    yield list(_words(was, became))
            else:
                yield from ([Piece("removed", line)] for line in before[i1:i2])
                yield from ([Piece("added", line)] for line in after[j1:j2])


def _words(old: str, new: str) -> Iterator[Piece]:
    """One line in both its forms, word by word."""
    before, after = re.findall(r"\s+|\w+|[^\w\s]", old), re.findall(r"\s+|\w+|[^\w\s]", new)
    for kind, i1, i2, j1, j2 in _opcodes(before, after):
        if kind == "equal":
            yield Piece("same", "".join(before[i1:i2]))
        else:
            if i1 < i2:
                yield Piece("removed", "".join(before[i1:i2]))
            if j1 < j2:
                yield Piece("added", "".join(after[j1:j2]))


def _matcher(before: Sequence[str], after: Sequence[str]) -> "difflib.SequenceMatcher[str]":
    """Spaces and empty lines are alike everywhere: no match begins with one."""
    return difflib.SequenceMatcher(lambda it: not it.strip(), before, after, autojunk=False)


Opcode = tuple[str, int, int, int, int]


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Sequence[Opcode]:
    """As difflib's; where that would take too long, all between what is alike at both ends."""
    if len(before) * len(after) <= MOST_PAIRS:
        return _matcher(before, after).get_opcodes()
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    most = shorter - start
    end = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    i, j = len(before) - end, len(after) - end
    inner: list[Opcode] = []
    if (i - start) * (j - start) <= MOST_PAIRS:
        found = _matcher(before[start:i], after[start:j]).get_opcodes()
        inner = [
            (kind, i1 + start, i2 + start, j1 + start, j2 + start) for kind, i1, i2, j1, j2 in found
        ]
    elif start < i or start < j:
        inner = [("replace", start, i, start, j)]
    first: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
    last: list[Opcode] = [("equal", i, len(before), j, len(after))] if end else []
    return [*first, *inner, *last]


def _grouped(opcodes: Sequence[Opcode]) -> Iterator[list[Opcode]]:
    """Split at long stretches without a change, of which CONTEXT lines stay at each end."""
    matcher: Any = difflib.SequenceMatcher()
    matcher.opcodes = opcodes  # what it would have found itself, and has a use for
    yield from matcher.get_grouped_opcodes(CONTEXT)
