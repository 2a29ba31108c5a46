"""What happened to a request, said to a reader in one sentence."""

import datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import handover_sentences
from .models import BulkAct, Message, TimelineEvent
from .priorities import Priority
from .states import Event


def for_staff(event: TimelineEvent) -> str:
    """The sentence the desk shows, with everything that decided it."""
    who = str(event.actor) if event.actor else _("The sender")
    data: dict[str, Any] = event.data
    match event.event:
        case Event.ROUTED:
            return _routed_for_staff(data)
        case Event.SUBMITTED:
            return _("%(who)s submitted the request.") % {"who": who}
        case Event.ANSWERED:
            return _("%(who)s answered.") % {"who": who}
        case Event.ASKED:
            return _("%(who)s answered and waits for the mentor.") % {"who": who}
        case Event.SOLVED:
            return _("%(who)s marked it as solved.") % {"who": who}
        case Event.REPLIED:
            return _("%(who)s replied.") % {"who": who}
        case Event.NOTED:
            return _("%(who)s wrote an internal note.") % {"who": who}
        case Event.ASSIGNED if data["name"] == who:
            return _("%(who)s took it.") % {"who": who}
        case Event.ASSIGNED:
            return _("%(who)s assigned it to %(name)s.") % {"who": who, "name": data["name"]}
        case Event.TRANSFERRED:
            return _("%(who)s transferred it to %(name)s.") % {"who": who, "name": data["name"]}
        case Event.UNDONE:
            return _("%(who)s took the answer back before it left: nobody got it.") % {"who": who}
        case Event.CLOSED if event.actor:
            return _("%(who)s closed it.") % {"who": who}
        case Event.CLOSED:
            return _("Closed, 14 days after it was solved.")
        case Event.QUARANTINED:
            return _("The virus scanner put “%(file)s” into quarantine: %(finding)s.") % data
        case Event.RESCANNED:
            return _("%(who)s had “%(file)s” checked again.") % {"who": who, **data}
        case Event.DISCARDED:
            return _("%(who)s discarded “%(file)s”.") % {"who": who, **data}
        case Event.HANDED_OVER | Event.RELEASED | Event.MOVED:
            return handover_sentences.for_staff(event.event, who, data)
        case Event.MARKED:
            return _marked(who, data)
        case Event.FOLLOWED if data["name"] == who:
            return _("%(who)s follows it.") % {"who": who}
        case Event.FOLLOWED:
            return _("%(who)s copied in %(name)s.") % {"who": who, "name": data["name"]}
        case Event.LEFT if data["name"] == who:
            return _("%(who)s follows it no more.") % {"who": who}
        case Event.LEFT:
            return _("%(who)s took %(name)s off the followers.") % {
                "who": who,
                "name": data["name"],
            }
    return str(event.get_event_display())


def _marked(who: str, data: dict[str, Any]) -> str:
    """What became of the priority and the tags; for the desk alone."""
    said = []
    if "priority" in data:
        priority = Priority[data["priority"]].label
        said.append(
            _("%(who)s set the priority to %(priority)s.") % {"who": who, "priority": priority}
        )
    if data["added"]:
        said.append(_("%(who)s added %(tags)s.") % {"who": who, "tags": ", ".join(data["added"])})
    if data["removed"]:
        said.append(
            _("%(who)s took off %(tags)s.") % {"who": who, "tags": ", ".join(data["removed"])}
        )
    return " ".join(said)


def who_wrote_what(message: Message, *, is_named: bool) -> str:
    """What a follower is told of, in one line; `is_named` when the note says their name."""
    if is_named:
        sentence = _("%(name)s named you in a note on %(request)s")
    elif message.is_internal:
        sentence = _("%(name)s wrote a note on %(request)s")
    elif message.from_staff:
        sentence = _("%(name)s answered %(request)s")
    else:
        sentence = _("%(name)s replied to %(request)s")
    name = message.author or message.request.name
    return sentence % {"name": name, "request": message.request}


def who_did_many(bulk: BulkAct, count: int) -> str:
    """What a colleague did to `count` requests at once, for somebody whom it concerns."""
    if bulk.act == BulkAct.Act.SOLVE:
        sentence = ngettext(
            "%(name)s answered and solved %(n)d request that you follow",
            "%(name)s answered and solved %(n)d requests that you follow",
            count,
        )
    else:
        sentence = ngettext(
            "%(name)s gave you %(n)d request", "%(name)s gave you %(n)d requests", count
        )
    return sentence % {"name": bulk.by, "n": count}


def why_for_mentor(event: TimelineEvent | None) -> str:
    """Who will answer and why, from the latest routing or change of hands; '' before there is one."""
    if event is None:
        return ""
    data: dict[str, Any] = event.data
    if event.event in {Event.HANDED_OVER, Event.RELEASED, Event.MOVED}:
        return handover_sentences.for_mentor(event.event, data)
    if event.event == Event.ASSIGNED and event.actor and str(event.actor) == data["name"]:
        return _("%(name)s has taken your request and answers you.") % data
    if event.event == Event.ASSIGNED:
        return _("%(name)s answers you: a colleague passed your request on.") % data
    if event.event == Event.TRANSFERRED:
        return _("Your request was passed on to %(name)s, who will choose who answers.") % data
    if data.get("reason") == "covers":
        return _("%(name)s answers you, standing in for %(for)s until %(until)s.") % {
            "name": data["name"],
            "for": data["for"],
            "until": _until(data, data["for"]),
        }
    if "name" in data and data.get("team"):
        sentence = _(
            "%(name)s answers you, of %(group)s: that team answers this topic for every path."
        )
    elif "name" in data:
        sentence = _("%(name)s answers you, as mentorship manager of %(group)s.")
        return f"{sentence % data} {_who_is_away(data)}".strip()
    elif data.get("reason") == "team_waits":
        sentence = _("%(group)s answers this topic. Nobody there is free now; the team was told.")
    elif data.get("reason") == "fallback":
        sentence = _(
            "Nobody on %(group)s can take it now, so it went to %(fallback)s, which finds you an answer."
        )
    else:
        sentence = _("Nobody on %(group)s can take it now. The administrators were told.")
    return sentence % data


def while_away(data: dict[str, Any]) -> str:
    """Who is away of those who answer, and who answers instead."""
    if "name" not in data or not data.get("away"):
        return _who_is_away(data)
    return f"{_who_is_away(data)} {_('%(name)s answers you.') % data}"


def _routed_for_staff(data: dict[str, Any]) -> str:
    match data.get("reason"):
        case "only_one":
            sentence = _("Routed to %(name)s: the only one free of %(group)s.")
        case "least_open":
            sentence = ngettext(
                "Routed to %(name)s: the least open work of %(group)s (%(open)d request).",
                "Routed to %(name)s: the least open work of %(group)s (%(open)d requests).",
                data["open"],
            )
        case "longest_without":
            sentence = _(
                "Routed to %(name)s: as little open work as others of %(group)s,"
                " longest without a new request."
            )
        case "covers":
            sentence = _("Routed to %(name)s, who covers for %(for)s.")
        case "team_waits":
            sentence = _("Left to the team %(group)s: nobody there is free.")
        case "fallback":
            sentence = _("Nobody of %(group)s is free: it went to %(fallback)s.")
        case _:
            sentence = _("Nobody of %(group)s is free and there is no fallback team.")
    return f"{sentence % data} {_who_is_away(data)}".strip()


def _who_is_away(data: dict[str, Any]) -> str:
    return " ".join(
        _("%(name)s is away until %(until)s.")
        % {"name": person["name"], "until": _until(data, person["name"])}
        for person in data.get("away", [])
    )


def _until(data: dict[str, Any], name: str) -> str:
    """The last day of that person's absence, as the reader writes dates."""
    for person in data.get("away", []):
        if person["name"] == name:
            day = datetime.date.fromisoformat(person["until"])
            return str(formats.date_format(day, "j F"))
    return ""
