"""When an answer is due, in working hours: Monday to Friday, 9 to 18, in the school's time zone."""

import datetime
import zoneinfo

from django.conf import settings

OPENS = datetime.time(9)
CLOSES = datetime.time(18)
SATURDAY = 5


def after_working_hours(start: datetime.datetime, hours: int) -> datetime.datetime:
    """The moment `hours` working hours after `start` (aware), in UTC.

    Counted on the wall clock, so a change to or from summer time moves nothing.
    """
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    moment = _next_working_moment(start.astimezone(zone).replace(tzinfo=None))
    left = datetime.timedelta(hours=hours)
    while True:
        closing = datetime.datetime.combine(moment.date(), CLOSES)
        if left <= closing - moment:
            return (moment + left).replace(tzinfo=zone).astimezone(datetime.UTC)
        left -= closing - moment
        moment = _next_working_moment(closing)


def _next_working_moment(moment: datetime.datetime) -> datetime.datetime:
    if moment.time() >= CLOSES:
        moment = datetime.datetime.combine(moment.date() + datetime.timedelta(days=1), OPENS)
    if moment.time() < OPENS:
        moment = datetime.datetime.combine(moment.date(), OPENS)
    while moment.weekday() >= SATURDAY:
        moment = datetime.datetime.combine(moment.date() + datetime.timedelta(days=1), OPENS)
    return moment
