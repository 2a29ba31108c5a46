"""What is said when requests go from one person to others: to the desk, and to the mentor."""

import datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from mentorhub.people import days

from .models.handover import Handover
from .states import Event

Why = Handover.Why


def for_staff(event: str, who: str, data: dict[str, Any]) -> str:
    """The sentence on the timeline at the desk."""
    if event == Event.HANDED_OVER and data["why"] == Why.RETURN:
        if who == data["name"]:
            return _("%(name)s is back and took it from %(of)s.") % data
        return _("%(who)s gave it back from %(of)s to %(name)s.") % {**data, "who": who}
    if event == Event.HANDED_OVER:
        sentence = (
            _("%(of)s handed it over to %(name)s.") % data
            if who == data["of"]
            else _("%(who)s handed it over from %(of)s to %(name)s.") % {**data, "who": who}
        )
        return f"{sentence} {away(data['of'], data['until'], data['since'])}".strip()
    if event == Event.RELEASED and data.get("left"):
        return _("Taken from %(of)s, who no longer answers for %(left)s.") % data
    if event == Event.RELEASED:
        return _("Taken from %(of)s, who is no longer here.") % data
    if data["to"]:
        return (
            _(
                "Moved along from %(left)s to %(to)s: %(name)s mentors there now, and no longer here."
            )
            % data
        )
    return (
        _(
            "%(name)s is no longer on %(left)s, but on %(paths)s. Transfer it if it belongs there;"
            " assign it if it stays."
        )
        % data
    )


def for_mentor(event: str, data: dict[str, Any]) -> str:
    """Who answers now, and why, on the page of the request."""
    if event == Event.HANDED_OVER and data["why"] == Why.RETURN:
        return _("%(name)s is back and answers you again.") % data
    if event == Event.HANDED_OVER:
        return f"{away(data['of'], data['until'], data['since'])} {_('%(name)s answers you.') % data}".strip()
    if event == Event.RELEASED:
        return _("%(of)s no longer answers requests here. We are finding who answers you.") % data
    if data["to"]:
        return (
            _("Your request moved with you to %(to)s. We are finding who answers you there.") % data
        )
    return (
        _("You are no longer on %(left)s. A manager looks at where your request belongs now.")
        % data
    )


def away(name: object, until: str, since: str = "") -> str:
    """That somebody is away or will be, and until when; '' where no day is known."""
    if not until:
        return ""
    facts = {"name": name, "day": day(until)}
    if since and since > days.today().isoformat():
        return _("%(name)s is away from %(first)s to %(day)s.") % {**facts, "first": day(since)}
    return _("%(name)s is away until %(day)s.") % facts


def why_away(handover: Handover) -> str:
    """The same of a handover."""
    since, until = (it.isoformat() if it else "" for it in (handover.since, handover.until))
    return away(handover.person, until, since)


def day(iso: str) -> str:
    """A day as the reader writes it."""
    return str(formats.date_format(datetime.date.fromisoformat(iso), "j F"))
