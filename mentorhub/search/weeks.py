"""Searches, found and deflected, week by week."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from .models import QueryLog

WEEKS = 12
HEIGHT = 100  # of the drawing, in its own units; a week is ten wide


@dataclass(frozen=True)
class Week:
    """One week from its Monday on."""

    monday: datetime.date
    searches: int = 0
    found: int = 0
    deflected: int = 0


@dataclass(frozen=True)
class Bar:
    """A bar of the drawing, in its units, as text so that no language writes it otherwise."""

    kind: str
    x: str
    y: str
    height: str


@dataclass(frozen=True)
class Chart:
    """The weeks, the last one being this; and their bars, found within searched, deflected within."""

    weeks: Sequence[Week]

    @property
    def most(self) -> int:
        return max((week.searches for week in self.weeks), default=0)

    @property
    def width(self) -> str:
        return str(10 * len(self.weeks))

    @property
    def bars(self) -> list[tuple[Week, list[Bar]]]:
        return [(week, self._bars(at, week)) for at, week in enumerate(self.weeks)]

    def _bars(self, at: int, week: Week) -> list[Bar]:
        counts = [
            ("searches", week.searches),
            ("found", week.found),
            ("deflected", week.deflected),
        ]
        heights = [(kind, HEIGHT * count / (self.most or 1)) for kind, count in counts]
        return [
            Bar(kind, f"{10 * at + 1.5:.1f}", f"{HEIGHT - height:.2f}", f"{height:.2f}")
            for kind, height in heights
        ]


def chart(language: str = "") -> Chart:
    """The last weeks, those without a search too: one query."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    mondays = [monday - datetime.timedelta(weeks=back) for back in reversed(range(WEEKS))]
    first = timezone.make_aware(datetime.datetime.combine(mondays[0], datetime.time.min))
    rows = QueryLog.objects.filter(searched_at__gte=first)
    counted = (
        (rows.filter(language=language) if language else rows)
        .annotate(week=TruncWeek("searched_at"))
        .values("week")
        .order_by()
        .annotate(
            searches=Count("pk"),
            found=Count("pk", filter=Q(results__gt=0)),
            deflected=Count("pk", filter=Q(results__gt=0, clicked__isnull=False, requested=False)),
        )
    )
    known = {
        row["week"].date(): Week(
            row["week"].date(), row["searches"], row["found"], row["deflected"]
        )
        for row in counted
    }
    return Chart([known.get(day, Week(day)) for day in mondays])
