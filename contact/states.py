"""The life of a request: one table of what may follow what, one of how it is shown."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a request stands."""

    NEW = "new", pgettext_lazy("request", "new")
    OPEN = "open", pgettext_lazy("request", "open")
    PENDING = "pending", pgettext_lazy("request", "waiting for the mentor")
    SOLVED = "solved", pgettext_lazy("request", "solved")
    CLOSED = "closed", pgettext_lazy("request", "closed")


class Event(models.TextChoices):
    """What can happen to a request; each is also a kind of timeline entry."""

    SUBMITTED = "submitted", _("submitted")
    ROUTED = "routed", _("routed")
    ANSWERED = "answered", _("answered")
    ASKED = "asked", _("answered, waiting for the mentor")
    SOLVED = "solved", _("solved")
    REPLIED = "replied", _("the mentor replied")
    NOTED = "noted", _("internal note")
    ASSIGNED = "assigned", _("assigned")
    TRANSFERRED = "transferred", _("transferred")
    CLOSED = "closed", _("closed")
    # To a file, by the virus scanner and those who look after what it found.
    QUARANTINED = "quarantined", _("file quarantined")
    RESCANNED = "rescanned", _("file checked again")
    DISCARDED = "discarded", _("file discarded")
    HANDED_OVER = "handed_over", _("handed over")
    RELEASED = "released", _("taken from somebody who left")
    MOVED = "moved", _("moved along with the mentor")
    MARKED = "marked", _("priority or tags changed")
    FOLLOWED = "followed", _("followed")
    LEFT = "left", _("no longer followed")
    UNDONE = "undone", _("answer taken back")


class Refused(Exception):
    """This cannot happen to a request in this status."""


UNFINISHED = [Status.NEW, Status.OPEN, Status.PENDING]
WAITING_FOR_US = [Status.NEW, Status.OPEN]
NOT_CLOSED = [*UNFINISHED, Status.SOLVED]
KEEP = {status: status for status in NOT_CLOSED}

FOLLOWS: dict[Event, dict[Status, Status]] = {
    Event.ROUTED: {**KEEP, Status.NEW: Status.OPEN},
    Event.ANSWERED: {**KEEP, Status.NEW: Status.OPEN, Status.PENDING: Status.OPEN},
    Event.ASKED: dict.fromkeys(KEEP, Status.PENDING),
    Event.SOLVED: dict.fromkeys(KEEP, Status.SOLVED),
    Event.REPLIED: {**KEEP, Status.PENDING: Status.OPEN, Status.SOLVED: Status.OPEN},
    Event.NOTED: {**KEEP, Status.CLOSED: Status.CLOSED},
    Event.ASSIGNED: {**KEEP, Status.NEW: Status.OPEN},
    Event.TRANSFERRED: {**dict.fromkeys(KEEP, Status.OPEN), Status.NEW: Status.NEW},
    Event.CLOSED: {Status.SOLVED: Status.CLOSED},
    **dict.fromkeys(
        [Event.QUARANTINED, Event.RESCANNED, Event.DISCARDED],
        {**KEEP, Status.CLOSED: Status.CLOSED},
    ),
    Event.HANDED_OVER: {**KEEP, Status.NEW: Status.OPEN},
    Event.RELEASED: {**KEEP, Status.CLOSED: Status.CLOSED},
    Event.MOVED: KEEP,
    Event.MARKED: {**KEEP, Status.CLOSED: Status.CLOSED},
    Event.UNDONE: KEEP,
}


def after(status: str, event: Event) -> Status:
    """The status that follows; raises Refused where the table has none."""
    try:
        return FOLLOWS[event][Status(status)]
    except KeyError:
        raise Refused(f"{event} cannot happen to a request that is {status}") from None


@dataclass(frozen=True)
class Shown:
    """How a status looks to the mentor and to the desk."""

    to_mentor: Promise
    tone: str


SHOWN = {
    Status.NEW: Shown(_("Received"), "brand"),
    Status.OPEN: Shown(_("With us"), "warn"),
    Status.PENDING: Shown(_("Your turn"), "brand"),
    Status.SOLVED: Shown(_("Solved"), "ok"),
    Status.CLOSED: Shown(_("Closed"), ""),
}
