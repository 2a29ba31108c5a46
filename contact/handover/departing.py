"""Somebody who answered requests is gone: their requests never stay with them.

In the transaction that takes their rights, all that they have there is taken from them. What is not
finished waits, flagged, in a Handover; in the background routing chooses anew for each, and whoever
gets some of them is told once, with a brief, as is each mentor concerned.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from contact import emails, routing
from contact.models import HandedOver, Handover, Request, TimelineEvent
from contact.models.request import RequestQuerySet
from contact.states import UNFINISHED, Event, Status
from mentorhub.paths.models import Path
from mentorhub.people import access, days
from mentorhub.people.leaving import TEAM, Held
from mentorhub.people.models import Role, Team, User
from mentorhub.relay.due import wake

from . import brief_emails

A_BATCH = 500


@transaction.atomic
def release(people: Iterable[int], lost: Iterable[Held] = ()) -> None:
    """Take from these people what they may not answer any more: from somebody who left the desk all
    that is not closed, from a manager who lost a path everything of that path, from somebody who
    left a team everything of that team.

    A cover or an administrator who was given a single request keeps it.
    """
    gone_from = list(lost)
    paths = Path.objects.in_bulk([it.where for it in gone_from if it.kind == Role.Kind.MANAGER])
    teams = Team.objects.in_bulk([it.where for it in gone_from if it.kind == TEAM])
    for person in User.objects.filter(pk__in=list(people)).order_by("pk"):
        unfinished: list[Request] = []
        theirs = Request.objects.filter(assignee=person)
        if not access.who_work_the_desk().filter(pk=person.pk).exists():
            unfinished += _take(theirs.not_closed(), person, None)
        if not person.is_superuser:
            managed = Role.objects.current().managing().filter(user=person).values("path")
            not_a_team_s = theirs.exclude(team__in=Team.objects.filter(members=person))
            not_a_path_s = theirs.exclude(path__in=managed)
            for it in gone_from:
                if it.person == person.pk and it.kind == Role.Kind.MANAGER:
                    path = paths[it.where]
                    unfinished += _take(not_a_team_s.filter(path=path), person, path)
                elif it.person == person.pk and it.kind == TEAM:
                    team = teams[it.where]
                    unfinished += _take(not_a_path_s.filter(team=team), person, team)
        if unfinished:
            _begin(person, unfinished)


def release_lapsed() -> None:
    """The same for those whose role ended by its date: what they were given while it held."""
    desk = access.who_work_the_desk().values("pk")
    holders = Request.objects.unfinished().exclude(assignee=None).order_by().values("assignee")
    release(User.objects.filter(pk__in=holders).exclude(pk__in=desk).values_list("pk", flat=True))
    roles = Role.objects.managing().filter(user=OuterRef("assignee"), path=OuterRef("path"))
    ended = roles.filter(
        ends_on__lt=days.today(),
        starts_on__lte=OuterRef("assigned_at__date"),
        ends_on__gte=OuterRef("assigned_at__date"),
    )
    holds = roles.filter(Q(ends_on=None) | Q(ends_on__gte=days.today()))
    lapsed = Request.objects.filter(Exists(ended), ~Exists(holds)).exclude(assignee=None)
    for person, path in set(lapsed.order_by().values_list("assignee", "path")):
        release([person], [Held(person, path, Role.Kind.MANAGER)])


def _take(requests: RequestQuerySet, person: User, left: Path | Team | None) -> list[Request]:
    """Take all at once, however many years of them there are; returns those that are unfinished."""
    taken = list(requests.select_for_update(of=("self",)).order_by("pk"))
    if not taken:
        return []
    facts = {"of": str(person), **({"left": left.name} if left else {})}
    events = [
        TimelineEvent(request=it, event=Event.RELEASED, version=it.version + 1, data=facts)
        for it in taken
    ]
    TimelineEvent.objects.bulk_create(events, batch_size=A_BATCH)
    changed = Request.objects.filter(pk__in=[it.pk for it in taken])
    changed.update(assignee=None, version=F("version") + 1)
    # Routed quietly, so that somebody is there when the mentor replies to it after all.
    changed.filter(status=Status.SOLVED).update(routed_at=None, woken_at=None)
    changed.unfinished().update(needs_attention=True, updated_at=Now())
    wake(Request)
    return [it for it in taken if it.status in UNFINISHED]


def _begin(person: User, requests: list[Request]) -> None:
    """Have somebody found for each of them, in the background."""
    handover = Handover.objects.create(person=person, why=Handover.Why.DEPARTURE)
    items = [HandedOver(handover=handover, request=it) for it in requests]
    HandedOver.objects.bulk_create(items, batch_size=A_BATCH)
    wake(Handover)


@transaction.atomic
def bring(pk: int) -> None:
    """Find somebody for each request of a departure, and tell everybody concerned, once."""
    waiting = Handover.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    handover = waiting.filter(pk=pk).select_related("person").first()
    if handover is None:
        return
    brought = [it for it in handover.items.all() if _found_somebody(it)]
    requests = Request.objects.filter(pk__in=[it.request_id for it in brought])
    for_each = defaultdict[User, list[Request]](list)
    for mentor_request in requests.select_related("path", "team", "assignee", "sender"):
        for person in routing.who_to_tell(mentor_request):
            for_each[person].append(mentor_request)
    for person, theirs in for_each.items():
        brief_emails.tell_who_answers(handover, person, theirs)
    emails.tell_who_answers(handover, requests.select_related("path", "team", "assignee", "sender"))
    handover.done_at = Now()
    handover.save(update_fields=["done_at"])


def _found_somebody(item: HandedOver) -> bool:
    """Whether it was still to be done: nobody took or finished it meanwhile."""
    mentor_request = (
        Request.objects.unfinished().select_for_update().filter(pk=item.request_id, assignee=None)
    ).first()
    if mentor_request is None or mentor_request.routed_at is None:
        return False
    mentor_request.routed_at = None
    mentor_request.save(update_fields=["routed_at"])
    decision = routing.route(mentor_request.pk, tells=False)
    item.to_id = decision.assignee if decision else None
    item.save(update_fields=["to"])
    return True
