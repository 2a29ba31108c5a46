"""The weekly email: what changed in the guides of one's paths, on Monday at 7 where one lives."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from mentorhub.mail.rendering import Rendered
from mentorhub.people import days
from mentorhub.people.models import Role, User

from . import emails
from .content import Content
from .emails import ChangedPart
from .models import EmailChoice, Guide, Reading, Version

HOUR = datetime.time(7)
# What is being published is not seen before it is committed, which takes less than this.
SETTLED = datetime.timedelta(minutes=5)
A_DAY = datetime.timedelta(days=1)  # a morning that was missed for longer waits for the next one
A_WEEK = datetime.timedelta(days=7)
LONGEST = datetime.timedelta(days=35)  # what changed earlier is no news
A_BATCH = 500
MOST_PARTS = 8


@dataclass(frozen=True)
class ChangedGuide:
    """One guide in the email."""

    guide: Guide
    versions: Sequence[Version]
    parts: Sequence[ChangedPart]

    @property
    def is_new(self) -> bool:
        return self.versions[0].number == 1

    @property
    def url(self) -> str:
        return emails.full(self.guide.get_absolute_url())

    @property
    def shown(self) -> Sequence[ChangedPart]:
        return self.parts[:MOST_PARTS]

    @property
    def more(self) -> int:
        return max(0, len(self.parts) - MOST_PARTS)


def make(now: datetime.datetime | None = None) -> None:
    """Queue the emails that are due, a batch a transaction; those stopped half way go on later."""
    until = (now or timezone.now()) - SETTLED
    due = _due(until)
    news = News(until)
    while due and _make_batch(due, news):
        pass


@dataclass
class News:
    """What was published lately, read when first asked for and made into emails once each."""

    until: datetime.datetime
    made: dict[object, Rendered] = field(default_factory=dict)
    parts: dict[int, Sequence[ChangedPart]] = field(default_factory=dict)

    @cached_property
    def versions(self) -> Sequence[Version]:
        """In the order of the email; each with what the one before it said."""
        before = Version.objects.filter(guide=OuterRef("guide"), number=OuterRef("number") - 1)
        lately = Version.objects.filter(
            weight=Version.Weight.CHANGE,
            published_at__gt=self.until - LONGEST,
            published_at__lte=self.until,
        )
        lately = lately.annotate(before=Subquery(before.values("data")))
        lately = lately.select_related("guide__project__path").defer("guide__draft")
        return list(
            lately.order_by("guide__project__path__name", "guide__project__number", "number")
        )

    def email_of(self, versions: Sequence[Version], zone: datetime.tzinfo | None) -> Rendered:
        """The email that tells of these versions; dates are those of the zone."""
        key = (zone, tuple(version.pk for version in versions))
        if key not in self.made:
            with timezone.override(zone):
                self.made[key] = emails.weekly(list(self._by_guide(versions)))
        return self.made[key]

    def _by_guide(self, versions: Sequence[Version]) -> Iterable[ChangedGuide]:
        found: dict[int, list[Version]] = {}
        for version in versions:
            found.setdefault(version.guide_id, []).append(version)
        for of_one in found.values():
            yield ChangedGuide(of_one[0].guide, of_one, self._latest(of_one))

    def _latest(self, versions: Sequence[Version]) -> Sequence[ChangedPart]:
        """A part that changed twice is named once, as it is now; a new guide is new as a whole."""
        if versions[0].number == 1:
            return []
        return list({part.anchor: part for it in versions for part in self._parts(it)}.values())

    def _parts(self, version: Version) -> Sequence[ChangedPart]:
        if version.pk not in self.parts:
            data = version.before  # type: ignore[attr-defined]  # annotated above
            before = None if data is None else Content.from_data(data)
            self.parts[version.pk] = emails.changed_parts(version, before)
        return self.parts[version.pk]


def _due(until: datetime.datetime) -> Mapping[str, datetime.datetime]:
    """The last Monday at 7 in each time zone that somebody has, where it is not long ago."""
    zones = User.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True)
    mondays = {name: monday(User(time_zone=name).zone, until) for name in zones.distinct()}
    return {name: at for name, at in mondays.items() if until - at < A_DAY}


def monday(zone: datetime.tzinfo | None, until: datetime.datetime) -> datetime.datetime:
    """The latest Monday at 7 by the clocks of the zone, the school's when there is none."""
    zone = zone or timezone.get_default_timezone()
    today = until.astimezone(zone).date()
    day = today - datetime.timedelta(days=today.weekday())
    at = datetime.datetime.combine(day, HOUR, zone)
    return at if at <= until else datetime.datetime.combine(day - A_WEEK, HOUR, zone)


@transaction.atomic
def _make_batch(due: Mapping[str, datetime.datetime], news: News) -> int:
    """Those of some people whose Monday has come; 0 when nobody is left, or others make them."""
    ids = list(_waiting(due).values_list("pk", flat=True)[:A_BATCH])
    EmailChoice.objects.bulk_create(
        [EmailChoice(reader_id=pk) for pk in ids], ignore_conflicts=True
    )
    rows = EmailChoice.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(pk__in=ids).select_related("reader").order_by("pk")
    # What another worker did between the two statements is done.
    choices = [it for it in rows if _is_due(it, due)]
    weekly = [it for it in choices if it.often == EmailChoice.Often.WEEKLY]
    if weekly and news.versions:
        emails.send_weekly(_letters(weekly, due, news))
    EmailChoice.objects.filter(pk__in=[it.pk for it in choices]).update(digest_at=news.until)
    return len(choices)


def _is_due(choice: EmailChoice, due: Mapping[str, datetime.datetime]) -> bool:
    at = due.get(choice.reader.time_zone)
    return at is not None and (choice.digest_at is None or choice.digest_at < at)


def _waiting(due: Mapping[str, datetime.datetime]) -> "QuerySet[User]":
    """People of a path who had no weekly email since their last Monday."""
    roles = Role.objects.current(days.today()).order_by().values("user")
    had = EmailChoice.objects.filter(reader=OuterRef("pk")).values("digest_at")
    theirs = Q(pk__in=[])
    for at in set(due.values()):
        zones = [name for name, monday in due.items() if monday == at]
        theirs |= Q(time_zone__in=zones) & (Q(had=None) | Q(had__lt=at))
    people = User.objects.filter(is_active=True, pk__in=roles).annotate(had=Subquery(had))
    return people.filter(theirs).order_by("pk")


def _letters(
    choices: Sequence[EmailChoice], due: Mapping[str, datetime.datetime], news: News
) -> list[tuple[User, str, Rendered]]:
    """The email of each who has news, with its key: one a person and Monday."""
    readers = [choice.reader for choice in choices]
    paths: dict[int, set[int]] = {}
    roles = Role.objects.current(days.today()).filter(user__in=readers).order_by()
    for user, path in roles.values_list("user", "path"):
        paths.setdefault(user, set()).add(path)
    confirmed = Reading.objects.filter(reader__in=readers).exclude(confirmed=None)
    read = {
        (user, guide): number
        for user, guide, number in confirmed.values_list("reader", "guide", "confirmed__number")
    }
    letters = []
    for choice in choices:
        reader = choice.reader
        since = max(choice.digest_at or news.until - A_WEEK, reader.date_joined)
        theirs = [
            version
            for version in news.versions
            if version.published_at > since
            and version.published_by_id != reader.pk
            and version.guide.path_ids & paths.get(reader.pk, set())
            and version.number > read.get((reader.pk, version.guide_id), 0)
        ]
        if theirs:
            key = f"guides.digest:{reader.pk}:{due[reader.time_zone].timestamp():.0f}"
            letters.append((reader, key, news.email_of(theirs, reader.zone)))
    return letters
