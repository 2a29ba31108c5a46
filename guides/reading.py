"""Where readers are with a guide: what changed since they read it, and who has read it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mentorhub.people.models import Role, User

from . import published
from .changes import Change
from .models import Guide, Reading, Version

A_VISIT = datetime.timedelta(minutes=30)  # nobody comes twice within it


@dataclass(frozen=True)
class Since:
    """What a reader of a guide has yet to read. No `reading`: they were never here."""

    guide: Guide
    reading: Reading | None = None
    changes: Sequence[Change] = ()
    is_told: bool = False  # more than spellings and links changed

    @property
    def has_read_it(self) -> bool:
        """Whether they confirmed the present version."""
        return self.reading is not None and self.reading.confirmed_id == self.guide.current_id

    @property
    def is_to_be_noted(self) -> bool:
        """Whether this visit is one that see() would write down."""
        if self.reading is None or self.reading.seen_id != self.guide.current_id:
            return True
        return bool(getattr(self.reading, "was_long_ago", True))

    @cached_property
    def number(self) -> int:
        """Of the parts that are new, say something else, or are gone."""
        return sum(change.kind != "moved" for change in self.changes)

    @cached_property
    def removed(self) -> Sequence[Change]:
        return [change for change in self.changes if change.kind == "removed"]

    @cached_property
    def still_there(self) -> Sequence[Change]:
        """Those that one can be led to."""
        return [change for change in self.changes if change.kind in {"added", "changed"}]


@dataclass(frozen=True)
class SamePage:
    """How many people of the path have confirmed the present version, of how many."""

    mentors: int = 0
    mentors_all: int = 0
    assessors: int = 0
    assessors_all: int = 0

    def __str__(self) -> str:
        mentors = ngettext("%(n)d of %(all)d mentor", "%(n)d of %(all)d mentors", self.mentors_all)
        assessors = ngettext(
            "%(n)d of %(all)d assessor", "%(n)d of %(all)d assessors", self.assessors_all
        )
        said = [
            (mentors, self.mentors, self.mentors_all),
            (assessors, self.assessors, self.assessors_all),
        ]
        parts = [words % {"n": n, "all": all_} for words, n, all_ in said if all_]
        return _(" and ").join(parts)


def since(guide: Guide, user: User) -> Since:
    """What changed since this person read the guide."""
    reading = _readings(user).filter(guide=guide).first()
    if reading is None or guide.current is None:
        return Since(guide)
    both = published.of_all([reading.base, guide.current])
    return _since(guide, reading, both)


def news(user: User, guides: "QuerySet[Guide]") -> list[Since]:
    """The guides among these that changed since this person read them, the latest change first."""
    readings = (
        _readings(user)
        .filter(guide__in=guides.order_by().values("pk"), is_told=True)
        .exclude(guide__current=F("base_id"))
        .select_related("guide__current", "guide__project__path")
        .defer("guide__draft", "guide__current__data")
        .order_by("-guide__current__published_at", "guide")
    )
    rows = list(readings)
    versions = [it for row in rows for it in (row.base, row.guide.current) if it is not None]
    said = published.of_all(versions)
    found = [_since(row.guide, row, said) for row in rows]
    return [it for it in found if it.number]


def same_page(guide: Guide) -> SamePage:
    """Counts, without names: on this page all see how far they may count on each other."""
    confirmed = Reading.objects.filter(
        guide=guide, confirmed=guide.current_id, reader=OuterRef("user")
    )
    roles = Role.objects.current().filter(path=guide.project.path_id).order_by()
    counted = {
        row["kind"]: (row["read"], row["all"])
        for row in roles.values("kind").annotate(
            all=Count("user", distinct=True),
            read=Count("user", distinct=True, filter=Exists(confirmed)),
        )
    }
    mentors = counted.get(Role.Kind.MENTOR, (0, 0))
    assessors = counted.get(Role.Kind.ASSESSOR, (0, 0))
    return SamePage(*mentors, *assessors)


@transaction.atomic
def see(version: Version, user: User) -> None:
    """Note that a reader was shown a version. Twice is as once, and an older one is nothing new."""
    first = Reading(guide_id=version.guide_id, reader=user, first_seen=version, seen=version)
    Reading.objects.bulk_create([first], ignore_conflicts=True)
    own = Reading.objects.filter(guide=version.guide_id, reader=user)
    later = Q(seen__number__lt=version.number)
    again = Q(seen=version, seen_at__lt=Now() - A_VISIT)
    own.filter(later | again).update(seen=version, seen_at=Now())


@transaction.atomic
def confirm(version: Version, user: User) -> None:
    """Note that a reader has read a version, unless they have read a later one."""
    see(version, user)
    own = Reading.objects.filter(guide=version.guide_id, reader=user)
    before = Q(confirmed=None) | Q(confirmed__number__lt=version.number)
    own.filter(before).update(confirmed=version, confirmed_at=Now())


def _readings(user: User) -> "QuerySet[Reading]":
    """Theirs, with the version that changes are told from, and whether there is any to tell."""
    changed = Version.objects.filter(
        guide=OuterRef("guide"), weight=Version.Weight.CHANGE, number__gt=OuterRef("base_number")
    )
    return (
        Reading.objects.filter(reader=user)
        .select_related("confirmed", "first_seen")
        .defer("confirmed__data", "first_seen__data")
        .annotate(
            base_id=Coalesce("confirmed_id", "first_seen_id"),
            base_number=Coalesce("confirmed__number", "first_seen__number"),
            was_long_ago=Q(seen_at__lt=Now() - A_VISIT),
        )
        .annotate(is_told=Exists(changed))
    )


def _since(guide: Guide, reading: Reading, said: Mapping[int, published.Published]) -> Since:
    if guide.current is None or reading.base.pk == guide.current.pk:
        return Since(guide, reading)
    old, new = said[reading.base.pk], said[guide.current.pk]
    changes = published.changes_between(old, new, get_language() or "")
    return Since(guide, reading, changes, is_told=bool(getattr(reading, "is_told", True)))


def numbers(user: User, guides: Iterable[Guide]) -> Mapping[int, int]:
    """How many parts changed for this person, by the id of the guide, where any did."""
    own = Guide.objects.filter(pk__in=[guide.pk for guide in guides])
    return {it.guide.pk: it.number for it in news(user, own)}
