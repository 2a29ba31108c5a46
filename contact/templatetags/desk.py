"""How the desk says what is due."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.admin.queue import Tab, tabs
from contact.models import Request
from contact.states import Status
from mentorhub.people.models import User

register = template.Library()

SOON = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Badge:
    """A few words and the colour they stand on."""

    words: str
    tone: str


@register.filter
def due_badge(mentor_request: Request) -> Badge:
    """By when we owe an answer, in the reader's time zone, or why we owe none."""
    return badge_of(mentor_request.status, mentor_request.due_at, timezone.localtime())


def badge_of(status: str, due_at: datetime.datetime | None, now: datetime.datetime) -> Badge:
    """The badge of a request; `now` is aware, and days are those of its zone."""
    match status:
        case Status.PENDING:
            return Badge(_("Waiting for mentor"), "ok")
        case Status.SOLVED | Status.CLOSED:
            return Badge(str(Status(status).label).capitalize(), "")
    if due_at is None:
        return Badge(_("No date yet"), "brand")
    if due_at < now:
        return Badge(_("Overdue by %s") % _roughly(now - due_at), "bad")
    if due_at - now < SOON:
        return Badge(_("Due in %d min") % max(1, _minutes(due_at - now)), "new")
    due_at = due_at.astimezone(now.tzinfo)
    hour = formats.time_format(due_at, "H:i")
    match (due_at.date() - now.date()).days:
        case 0:
            return Badge(_("Due today %s") % hour, "warn")
        case 1:
            return Badge(_("Due tomorrow %s") % hour, "")
        case days if days < 7:
            day = formats.date_format(due_at, "l")
            return Badge(_("Due %(day)s %(hour)s") % {"day": day, "hour": hour}, "")
    return Badge(_("Due %s") % formats.date_format(due_at, "j F"), "")


@register.filter
def city(at: datetime.datetime) -> str:
    """The place that names the time zone of `at`: "Zurich"."""
    return str(at.tzinfo).rpartition("/")[2].replace("_", " ")


@register.simple_tag
def desk_views(user: User) -> Sequence[Tab]:
    """The views of the desk with what waits in each, for pages that are not the desk."""
    return tabs(user)


def _roughly(span: datetime.timedelta) -> str:
    minutes = max(1, _minutes(span))
    if minutes < 60:
        return _("%d min") % minutes
    hours = minutes // 60
    if hours < 24:
        return ngettext("%d hour", "%d hours", hours) % hours
    return ngettext("%d day", "%d days", hours // 24) % (hours // 24)


def _minutes(span: datetime.timedelta) -> int:
    return int(span.total_seconds() // 60)
