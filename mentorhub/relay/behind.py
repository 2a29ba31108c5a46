"""How far the relay is behind with its one job: a sign of life alone does not say that it works."""

import datetime

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, Min, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from .due import Due, registry


def behind() -> datetime.timedelta:
    """How long the row has waited to be published that has waited longest; nothing waits: 0."""
    oldest = [at for due in registry if (at := _oldest(due))]
    late = timezone.now() - min(oldest) if oldest else datetime.timedelta()
    return max(late, datetime.timedelta())


def _oldest(due: Due) -> datetime.datetime | None:
    """A row that was published already is to be published again a while later, not before."""
    again = Value(datetime.timedelta(seconds=settings.RELAY_AGAIN_SECONDS))
    woken = ExpressionWrapper(F("woken_at") + again, output_field=DateTimeField())
    at: datetime.datetime | None = due.waiting().aggregate(
        at=Min(Greatest(F(due.since), woken))  # PostgreSQL's GREATEST passes over NULL
    )["at"]
    return at
