"""Times as one says them: how long something takes, and when something was."""

import datetime
import math

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

HOUR = 60 * 60
DAY = 24 * HOUR
A_DAY = 9  # working hours


@register.filter
def roughly(seconds: float) -> str:
    """A duration, rounded as in speech: "about 3 hours"."""
    if seconds < 0.75 * HOUR:
        return _("less than an hour")
    if seconds < 22 * HOUR:
        hours = round(seconds / HOUR)
        return ngettext("about an hour", "about %(hours)d hours", hours) % {"hours": hours}
    days = round(seconds / DAY)
    return ngettext("about a day", "about %(days)d days", days) % {"days": days}


@register.filter(expects_localtime=True)
def when(at: datetime.datetime | None) -> str:
    """A moment in the past: "today at 11:40", "yesterday at 18:05", "3 November at 09:12"."""
    if at is None:
        return ""
    today = timezone.localdate()
    hour = formats.date_format(at, "H:i")
    if at.date() == today:
        return _("today at %(hour)s") % {"hour": hour}
    if at.date() == today - datetime.timedelta(days=1):
        return _("yesterday at %(hour)s") % {"hour": hour}
    day = formats.date_format(at, "j F" if at.year == today.year else "j F Y")
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour}


@register.filter
def working_time(hours: int) -> str:
    """Working hours as a promise: "5 working hours", "one working day" (which has 9)."""
    if hours < A_DAY:
        return ngettext("one working hour", "%(hours)d working hours", hours) % {"hours": hours}
    days = math.ceil(hours / A_DAY)
    return ngettext("one working day", "%(days)d working days", days) % {"days": days}
