"""How long answers took lately: the promise the form makes, from facts."""

import datetime
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DurationField, ExpressionWrapper, F, FloatField, OuterRef
from django.db.models.functions import Cast, Extract

from mentorhub.paths.models import Path
from mentorhub.relay.due import ago

from .models import Request, Topic

LATELY = datetime.timedelta(days=30)
ENOUGH = 3  # fewer answers than this say nothing
LATEST = 50  # answers tell as much as thousands, and cost the same however many there are


@dataclass(frozen=True)
class UsualTime:
    """A first answer lately took this long, on this path or, for want of enough, on all paths."""

    seconds: float
    on_this_path: bool


def usual_times(topics: Iterable[Topic], path: Path | None) -> dict[int, UsualTime]:
    """The median time to a first answer in the last 30 days, by topic id; at most two queries."""
    ids = {topic.pk for topic in topics}
    here = _medians(ids, path) if path else {}
    anywhere = _medians(ids - here.keys(), None) if ids - here.keys() else {}
    return {
        **{pk: UsualTime(seconds, on_this_path=True) for pk, seconds in here.items()},
        **{pk: UsualTime(seconds, on_this_path=False) for pk, seconds in anywhere.items()},
    }


def _medians(topic_ids: set[int], path: Path | None) -> dict[int, float]:
    answered = Request.objects.filter(topic=OuterRef("pk"), first_answered_at__gt=ago(LATELY))
    if path is not None:
        answered = answered.filter(path=path)
    took = ExpressionWrapper(F("first_answered_at") - F("created_at"), output_field=DurationField())
    seconds = answered.annotate(seconds=Cast(Extract(took, "epoch"), FloatField()))
    latest = seconds.order_by("-first_answered_at").values("seconds")[:LATEST]
    rows = Topic.objects.filter(pk__in=topic_ids).values_list("pk", ArraySubquery(latest))
    return {pk: statistics.median(times) for pk, times in rows if len(times) >= ENOUGH}
