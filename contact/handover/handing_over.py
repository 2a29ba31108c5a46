"""Requests go from somebody who is away to their cover, and back: several at once, each by its own
flow, and everybody concerned is told once."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from contact import answering, emails
from contact.models import HandedOver, Handover, Request
from contact.models.request import RequestQuerySet
from mentorhub.people import access
from mentorhub.people.models import Absence, User

from . import brief_emails

Seen = Mapping[int, int]  # the version that was seen of each request that was chosen, by its id


@dataclass(frozen=True)
class Outcome:
    """What went into other hands, and what did not: it changed meanwhile, or is the taker's own."""

    done: list[Request]
    left: list[int]


def left_by(person: User) -> RequestQuerySet:
    """What would be handed over: everything unfinished that this person has."""
    return Request.objects.unfinished().filter(assignee=person)


def held_for(person: User) -> RequestQuerySet:
    """What was handed over for this person's absence, was not taken back since, and is unfinished."""
    of_theirs = HandedOver.objects.filter(handover__person=person, request=OuterRef("pk"))
    last = Subquery(of_theirs.order_by("-pk").values("handover__why")[:1])
    held = Request.objects.unfinished().annotate(last_handover=last)
    return held.filter(last_handover=Handover.Why.ABSENCE, assignee__isnull=False).exclude(
        assignee=person
    )


def may_take(person: User) -> QuerySet[User]:
    """Who may be given this person's requests: whoever works the desk, and is not away now."""
    away = Absence.objects.on().values("user")
    return access.who_work_the_desk().exclude(pk=person.pk).exclude(pk__in=away)


@transaction.atomic
def hand_over(person: User, to: User, by: User, seen: Seen) -> Outcome:
    """Give these requests of `person` to `to`. Whatever is not given stays where it is."""
    absence = Absence.objects.to_come().filter(user=person).first()
    handover = Handover.objects.create(
        person=person,
        why=Handover.Why.ABSENCE,
        by=by,
        since=absence.starts_on if absence else None,
        until=absence.ends_on if absence else None,
        done_at=Now(),
    )
    why = {"why": handover.why, "since": _iso(handover.since), "until": _iso(handover.until)}
    outcome = _give(handover, dict.fromkeys(seen, (person, to)), by, seen, why)
    if outcome.done and to != by:
        brief_emails.tell_who_answers(handover, to, outcome.done)
    return outcome


@transaction.atomic
def take_back(person: User, by: User, seen: Seen) -> Outcome:
    """Give these requests back to `person`, from whoever got them."""
    handover = Handover.objects.create(person=person, why=Handover.Why.RETURN, by=by, done_at=Now())
    held = held_for(person).filter(pk__in=seen).select_related("assignee")
    holders = {it.pk: it.assignee for it in held if it.assignee}
    hands = {pk: (holder, person) for pk, holder in holders.items()}
    outcome = _give(handover, hands, by, seen, {"why": handover.why})
    given = defaultdict[User, list[Request]](list)
    for mentor_request in outcome.done:
        given[holders[mentor_request.pk]].append(mentor_request)
    for holder, theirs in given.items():
        if holder != by:
            brief_emails.tell_who_gave(handover, holder, theirs)
    if outcome.done and person != by:
        brief_emails.tell_who_answers(handover, person, outcome.done)
    return Outcome(outcome.done, [pk for pk in seen if pk not in {it.pk for it in outcome.done}])


def _give(
    handover: Handover,
    hands: Mapping[int, tuple[User, User]],
    by: User,
    seen: Seen,
    why: dict[str, str],
) -> Outcome:
    """Each from its first hand to its second, in the order of their ids; the mentors are told."""
    done, left = [], []
    for pk, (of, to) in sorted(hands.items()):
        try:
            mentor_request = answering.hand_over(pk, by, of, to, seen[pk], **why)
        except (answering.Conflict, Request.DoesNotExist):
            left.append(pk)
            continue
        HandedOver.objects.create(handover=handover, request=mentor_request, to=to)
        done.append(mentor_request)
    if done:
        emails.tell_who_answers(handover, done)
    else:
        handover.delete()
    return Outcome(done, left)


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
