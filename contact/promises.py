"""How long answers took lately: the promise the form makes, from facts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Aggregate, DurationField, ExpressionWrapper, F, FloatField
from django.db.models.functions import Extract

from mentorhub.paths.models import Path
from mentorhub.relay.due import ago

from .models import Request, Topic

LATELY = datetime.timedelta(days=30)
ENOUGH = 3  # fewer answers than this say nothing


class Median(Aggregate):
    """The middle value (PostgreSQL's percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class UsualTime:
    """A first answer lately took this long, on this path or, for want of enough, on all paths."""

    seconds: float
    on_this_path: bool


def usual_times(topics: Iterable[Topic], path: Path | None) -> dict[int, UsualTime]:
    """The median time to a first answer in the last 30 days, by topic id; at most two queries."""
    ids = [topic.pk for topic in topics]
    found = {pk: UsualTime(time, on_this_path=False) for pk, time in _medians(ids, None).items()}
    if path is not None:
        here = _medians(ids, path)
        found |= {pk: UsualTime(time, on_this_path=True) for pk, time in here.items()}
    return found


def _medians(topic_ids: list[int], path: Path | None) -> dict[int, float]:
    answered = Request.objects.filter(topic__in=topic_ids, first_answered_at__gt=ago(LATELY))
    if path is not None:
        answered = answered.filter(path=path)
    took = Extract(
        ExpressionWrapper(F("first_answered_at") - F("created_at"), output_field=DurationField()),
        "epoch",
    )
    rows = (
        answered.order_by()
        .values("topic")
        .annotate(median=Median(took), answers=Aggregate("pk", function="COUNT"))
        .values_list("topic", "median", "answers")
    )
    return {topic: float(median) for topic, median, answers in rows if answers >= ENOUGH}
