"""The school's calendar."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """The day at the school: no right begins or ends by the time zone that somebody chose."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
