"""Signs of life of what works unseen: the relay; and beat, the broker and a worker together."""

import datetime
import time

from django.db.models.functions import Now
from django.utils import timezone

from .models import Pulse

RELAY = "relay"
WORK = "work"
CHECK = "check"  # the health check itself
LOOKING = "looking"  # no sign of life: the row that a look locks, so that one looks at a time
EVERY = 10.0  # seconds between two signs of one process; what beats more often says nothing new

_last: dict[str, float] = {}


def beat(name: str) -> None:
    """Say that this part lives."""
    now = time.monotonic()
    if now - _last.get(name, -EVERY) < EVERY:
        return
    Pulse.objects.bulk_create(
        [Pulse(name=name, at=Now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
    _last[name] = now


def silence(name: str) -> datetime.timedelta | None:
    """How long this part has said nothing; None when it never did."""
    at = Pulse.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else max(timezone.now() - at, datetime.timedelta())
