"""Who answers a request: choose() decides and knows no database, route() applies it.

The topic says who: a named team, or else the managers of the mentor's path. Of those who
take requests and are not away, and of those who cover for the others, the one with the least
open work; ties go to whoever has gone longest without a new one. Nobody: the fallback team,
flagged.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Max
from django.db.models.functions import Now

from mentorhub.paths.models import Path
from mentorhub.people import access, covering
from mentorhub.people.models import Absence, Role, Team, User

from . import emails, sentences
from .models import Request, TimelineEvent
from .models.timeline import happened
from .states import Event


class Reason(models.TextChoices):
    """Why this person, or this team; sentences.py says it in words."""

    ONLY_ONE = "only_one"
    LEAST_OPEN = "least_open"
    LONGEST_WITHOUT = "longest_without"
    COVERS = "covers"
    TEAM_WAITS = "team_waits"
    FALLBACK = "fallback"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Candidate:
    """One person who might answer, as they are today."""

    pk: int
    name: str
    takes_requests: bool = True
    away_until: datetime.date | None = None
    cover: int | None = None
    open_requests: int = 0
    last_assigned: datetime.datetime | None = None

    @property
    def is_free(self) -> bool:
        return self.takes_requests and self.away_until is None


@dataclass(frozen=True)
class Group:
    """The people among whom one is chosen: a team's members, or the managers of a path."""

    name: str
    people: tuple[Candidate, ...] = ()
    team: int | None = None


@dataclass(frozen=True)
class Decision:
    """Who answers, and why: `facts` are what the sentence about it needs."""

    reason: Reason
    assignee: int | None = None
    team: int | None = None
    needs_attention: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def choose(
    group: Group,
    fallback: Group | None,
    covers: Mapping[int, Candidate],
    sender: int | None = None,
) -> Decision:
    """Decide who of `group` answers. `covers` holds whoever stands in for somebody, by id.

    The sender never answers themselves.
    """
    people = [person for person in group.people if person.pk != sender]
    free = [person for person in people if person.is_free]
    stand_ins: dict[int, Candidate] = {}  # each with the one they stand in for
    away = [person for person in people if person.takes_requests and not person.is_free]
    facts: dict[str, Any] = {"group": group.name, "team": group.team is not None}
    if away:
        facts["away"] = [
            {"name": person.name, "until": person.away_until.isoformat()}
            for person in away
            if person.away_until
        ]
    for person in away:
        stand_in = _stand_in(person, covers, sender)
        if stand_in is not None and stand_in not in free:
            stand_ins[stand_in.pk] = person
            free.append(stand_in)
    if free:
        chosen, reason = _least_busy(free)
        facts |= {"name": chosen.name, "open": chosen.open_requests}
        if chosen.pk in stand_ins:
            reason, facts["for"] = Reason.COVERS, stand_ins[chosen.pk].name
        return Decision(reason, chosen.pk, group.team, facts=facts)
    if group.team is not None:
        return Decision(Reason.TEAM_WAITS, None, group.team, needs_attention=True, facts=facts)
    if fallback is not None:
        facts["fallback"] = fallback.name
        return Decision(Reason.FALLBACK, None, fallback.team, needs_attention=True, facts=facts)
    return Decision(Reason.NOBODY, needs_attention=True, facts=facts)


def _least_busy(free: list[Candidate]) -> tuple[Candidate, Reason]:
    if len(free) == 1:
        return free[0], Reason.ONLY_ONE
    least = min(person.open_requests for person in free)
    tied = [person for person in free if person.open_requests == least]
    if len(tied) == 1:
        return tied[0], Reason.LEAST_OPEN
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    chosen = min(tied, key=lambda person: (person.last_assigned or never, person.pk))
    return chosen, Reason.LONGEST_WITHOUT


def _stand_in(
    person: Candidate, covers: Mapping[int, Candidate], sender: int | None
) -> Candidate | None:
    """Follow the chain of covers to somebody who is there; a circle leads nowhere."""
    seen = {person.pk}
    while person.cover is not None and person.cover not in seen and person.cover in covers:
        person = covers[person.cover]
        seen.add(person.pk)
        if person.away_until is None and person.pk != sender:
            return person
    return None


@transaction.atomic
def route(request_id: int, *, tells: bool = True) -> Decision | None:
    """Route one request and tell who answers, unless the caller tells them of several at once.

    None when it is routed already, or gone.
    """
    mentor_request = (
        Request.objects.unrouted()
        .select_for_update(of=("self",))
        .select_related("path", "team", "topic", "project", "sender")
        .filter(pk=request_id)
        .first()
    )
    if mentor_request is None:
        return None
    # Two requests routed at once must see each other's load: one at a time for each path.
    # A team answers for every path, so it stands in the path's place.
    group = mentor_request.team or mentor_request.path
    type(group)._default_manager.select_for_update(no_key=True).get(pk=group.pk)
    decision = _decide(mentor_request)
    event = _apply(mentor_request, decision)
    if tells and not mentor_request.is_finished:  # else solved before it found anybody
        for person in who_to_tell(mentor_request):
            emails.tell_of_request(mentor_request, person, sentences.for_staff(event))
    return decision


def foresee(mentor_request: Request) -> str:
    """While somebody who answers such requests is away: who is, until when, and who will answer, in
    a sentence for the mentor. '' while all are there, at the cost of one query."""
    absences = Absence.objects.on()
    if mentor_request.team_id is not None:
        absences = absences.filter(user__teams=mentor_request.team_id)
    else:
        managers = Role.objects.current().managing().filter(path=mentor_request.path_id)
        absences = absences.filter(user__in=managers.values("user"))
    if not absences.exists():
        return ""
    return sentences.while_away(_decide(mentor_request).facts)


def away_on(path: Path) -> list[tuple[Absence, User | None]]:
    """Who of the managers of a path is away today, and who stands in; one query when nobody is."""
    managers = Role.objects.current().managing().filter(path=path, takes_requests=True)
    absences = Absence.objects.on().filter(user__in=managers.values("user"))
    rows = absences.select_related("user").order_by("user__name")
    return [(absence, covering.who_stands_in(absence)) for absence in rows]


def _decide(mentor_request: Request) -> Decision:
    team = mentor_request.team
    group = _team(team) if team is not None else _managers(mentor_request.path)
    fallback = Team.objects.filter(is_fallback=True).first()
    return choose(
        group,
        _team(fallback) if fallback else None,
        _covers(group),
        sender=mentor_request.sender_id,
    )


def _apply(mentor_request: Request, decision: Decision) -> TimelineEvent:
    mentor_request.assignee_id = decision.assignee
    mentor_request.team_id = decision.team
    mentor_request.needs_attention = decision.needs_attention
    mentor_request.routed_at = Now()
    fields = ["assignee", "team", "needs_attention", "routed_at"]
    if decision.assignee is not None:
        mentor_request.assigned_at = Now()
        fields.append("assigned_at")
    mentor_request.save(update_fields=fields)
    return happened(
        mentor_request, Event.ROUTED, None, reason=decision.reason.value, **decision.facts
    )


def lapsed(mentor_request: Request) -> bool:
    """Whether whoever has it cannot answer any more: gone, no longer of this path, or away."""
    person = mentor_request.assignee
    return person is not None and (
        not Request.objects.visible_to(person).filter(pk=mentor_request.pk).exists()
        or Absence.objects.on().filter(user=person).exists()
    )


def who_to_tell(mentor_request: Request) -> Iterable[User]:
    """Who hears of it: its assignee, else its team, else the administrators; never its sender."""
    active = User.objects.filter(is_active=True)
    if mentor_request.sender_id is not None:
        active = active.exclude(pk=mentor_request.sender_id)
    if mentor_request.assignee_id:
        return active.filter(pk=mentor_request.assignee_id)
    if mentor_request.team_id and active.filter(teams=mentor_request.team_id).exists():
        return active.filter(teams=mentor_request.team_id)
    return active.filter(is_superuser=True)


def _managers(path: Path) -> Group:
    roles = Role.objects.current().managing().filter(path=path).select_related("user")
    takes = {role.user: role.takes_requests for role in roles}
    return Group(path.name, tuple(_candidates(takes)))


def _team(team: Team) -> Group:
    members = dict.fromkeys(team.members.filter(is_active=True), True)
    return Group(team.name, tuple(_candidates(members)), team.pk)


def _covers(group: Group) -> dict[int, Candidate]:
    """Everybody whom the chains of covers lead to, one query a link."""
    found: dict[int, Candidate] = {}
    wanted = {person.cover for person in group.people if person.cover}
    while wanted:
        active = User.objects.filter(pk__in=wanted, is_active=True)
        people = [person for person in active if access.of(person).works_the_desk]
        added = {person.pk: person for person in _candidates(dict.fromkeys(people, True))}
        found |= added
        wanted = {person.cover for person in added.values() if person.cover} - set(found)
    return found


def _candidates(takes_requests: Mapping[User, bool]) -> list[Candidate]:
    people = list(takes_requests)
    absences = {
        absence.user_id: absence for absence in Absence.objects.on().filter(user__in=people)
    }
    assigned = Request.objects.filter(assignee__in=people).order_by()
    waiting = assigned.waiting_for_us().values("assignee").annotate(n=Count("pk"))
    load = dict(waiting.values_list("assignee", "n"))
    latest = assigned.values("assignee").annotate(at=Max("assigned_at"))
    last = dict(latest.values_list("assignee", "at"))
    candidates = []
    for person in people:
        absence = absences.get(person.pk)
        candidates.append(
            Candidate(
                pk=person.pk,
                name=str(person),
                takes_requests=takes_requests[person],
                away_until=absence.ends_on if absence else None,
                cover=absence.cover_id if absence else None,
                open_requests=load.get(person.pk, 0),
                last_assigned=last.get(person.pk),
            )
        )
    return sorted(candidates, key=lambda candidate: candidate.pk)
