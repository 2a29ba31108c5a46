"""Times and volumes of a month: how many asked, how long they waited, what came back."""

import csv
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Aggregate, Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.states import UNFINISHED, Event
from mentorhub.people import access
from mentorhub.people.exporting import Echo, harmless
from mentorhub.people.models import User

from .models import Request, TimelineEvent
from .models.request import RequestQuerySet

HOUR = 3600


class Median(Aggregate):
    """The middle of the values, as PostgreSQL counts it; NULL among them counts nothing."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.DurationField()


class By(models.TextChoices):
    """What the requests of a month are sorted by."""

    PATH = "path__name", gettext_lazy("Path")
    TOPIC = "topic__name", gettext_lazy("Topic")
    MANAGER = "assignee__name", gettext_lazy("Answered by")


@dataclass(frozen=True)
class Figures:
    """Of the requests that were sent in the month. A median is None where nothing has one yet."""

    name: str
    sent: int
    answered: int
    first_answer: datetime.timedelta | None
    solved: int
    solution: datetime.timedelta | None
    reopened: int
    unfinished: int

    @property
    def reopened_share(self) -> int:
        """In percent of those that were called solved."""
        return round(100 * self.reopened / self.solved) if self.solved else 0


@dataclass(frozen=True)
class Table:
    """The same requests, sorted by one thing."""

    title: str | Promise
    rows: Sequence[Figures]


def months(count: int) -> list[datetime.date]:
    """The first days of this month and of those before it, the newest first."""
    today = timezone.localdate()
    first = today.year * 12 + today.month - 1
    return [datetime.date(it // 12, it % 12 + 1, 1) for it in range(first, first - count, -1)]


def of_month(user: User, month: datetime.date) -> list[Table]:
    """The whole, then by path, topic and person: four statements, however many requests there are."""
    requests = _concerning(user).filter(
        created_at__gte=_begin(month), created_at__lt=_begin(_next(month))
    )
    whole = Figures(name=_("All"), **requests.aggregate(**_figures()))
    return [Table(_("All"), [whole] if whole.sent else []), *(_table(requests, by) for by in By)]


def lines(tables: Sequence[Table], month: datetime.date) -> Iterator[str]:
    """The tables as CSV, times in hours; no cell of it is run by a spreadsheet."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff"  # Excel reads UTF-8 only with this before it
    yield writer.writerow(
        ["month", "by", "name", "sent", "answered", "first_answer_hours", "solved"]
        + ["solution_hours", "reopened", "reopened_percent", "unfinished"]
    )
    for table in tables:
        for row in table.rows:
            yield writer.writerow(
                [f"{month:%Y-%m}", harmless(str(table.title)), harmless(row.name), row.sent]
                + [row.answered, _hours(row.first_answer), row.solved, _hours(row.solution)]
                + [row.reopened, row.reopened_share, row.unfinished]
            )


def _concerning(user: User) -> RequestQuerySet:
    """Managers: their paths, members of teams: what those answer. Not what is only lent to them, for
    the figures of a path would then be of some of its requests."""
    of, visible = access.of(user), Request.objects.visible_to(user)
    if of.is_superuser:
        return visible
    return visible.filter(Q(path__in=of.managed) | Q(team__in=of.teams))


def _table(requests: RequestQuerySet, by: By) -> Table:
    rows: Any = requests.order_by().values(of=F(by.value)).annotate(**_figures())
    named = [Figures(name=row.pop("of") or _("Nobody yet"), **row) for row in rows]
    return Table(by.label, sorted(named, key=lambda row: (-row.sent, row.name)))


def _figures() -> dict[str, Aggregate]:
    """Solved is what was called so once, whatever came after it: a reply, for one, that reopened it."""
    solved = TimelineEvent.objects.filter(request=OuterRef("pk"), event=Event.SOLVED)
    later = TimelineEvent.objects.filter(
        request=OuterRef("request"), event=Event.REPLIED, pk__gt=OuterRef("pk")
    )
    return {
        "sent": Count("pk"),
        "answered": Count("first_answered_at"),
        "first_answer": Median(F("first_answered_at") - F("created_at")),
        "solved": Count("pk", filter=Exists(solved)),
        "solution": Median(F("solved_at") - F("created_at")),
        "reopened": Count("pk", filter=Exists(solved.filter(Exists(later)))),
        "unfinished": Count("pk", filter=Q(status__in=UNFINISHED)),
    }


def _begin(month: datetime.date) -> datetime.datetime:
    """Midnight, where the reader is."""
    return timezone.make_aware(datetime.datetime(month.year, month.month, 1))


def _next(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=31)).replace(day=1)


def _hours(span: datetime.timedelta | None) -> str:
    return "" if span is None else f"{span.total_seconds() / HOUR:.1f}"
