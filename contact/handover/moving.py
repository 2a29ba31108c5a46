"""A mentor goes from one path to another, and their requests go along.

Whoever no longer holds any role on the path of a request, but mentors or assesses on exactly one
other path, takes it there: it is routed anew, and the managers of the old path see it no more. On
several other paths nobody can tell where it belongs: it stays, flagged, and the timeline asks a
manager. On none (the mentor stopped) it stays as it is, for it still wants an answer.

A request moves only when its sender was on its path while it was written, so one that the desk
transferred elsewhere stays there; and once only from each path, so the desk has the last word.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from contact import emails
from contact.models import Request, TimelineEvent
from contact.models.request import RequestQuerySet
from contact.models.timeline import happened
from contact.states import Event
from mentorhub.paths.models import Path
from mentorhub.people import days
from mentorhub.people.leaving import Held
from mentorhub.people.models import Role
from mentorhub.relay.due import wake


@transaction.atomic
def follow(people: Iterable[int] | None = None, lost: Iterable[Held] = ()) -> int:
    """Move what these people (None: anybody) left behind; how many requests moved.

    `lost` are roles that have just gone and may have left no trace.
    """
    left = list(_left_behind(people, lost).select_for_update(of=("self",)).order_by("pk"))
    if not left:
        return 0
    homes = _paths_of({it.sender_id for it in left if it.sender_id})
    moved = defaultdict[tuple[int, int], list[Request]](list)
    for mentor_request in left:
        paths = homes.get(mentor_request.sender_id or 0, [])
        if len(paths) == 1:
            _move(mentor_request, paths[0])
            moved[mentor_request.sender_id or 0, paths[0].pk].append(mentor_request)
        elif paths:
            _ask(mentor_request, paths)
    for requests in moved.values():
        if unfinished := [it for it in requests if not it.is_finished]:
            emails.tell_of_move(unfinished, unfinished[0].path)
    return sum(map(len, moved.values()))


def home_of(mentor_request: Request) -> Path:
    """Where its sender's follow-up belongs: on the path they moved to, if that is clear. What the
    desk transferred stays where the desk put it."""
    sender, path = mentor_request.sender, mentor_request.path
    if sender is None or Role.objects.current().filter(user=sender, path=path).exists():
        return path
    if mentor_request.timeline.filter(event=Event.TRANSFERRED).exists():
        return path
    paths = _paths_of({sender.pk}).get(sender.pk, [])
    return paths[0] if len(paths) == 1 else path


def _left_behind(people: Iterable[int] | None, lost: Iterable[Held]) -> RequestQuerySet:
    """Requests whose sender was on their path when they wrote it, and is there no longer."""
    roles = Role.objects.filter(user=OuterRef("sender"), path=OuterRef("path")).order_by()
    was_there = Exists(
        roles.filter(
            ends_on__lt=days.today(),
            starts_on__lte=OuterRef("created_at__date"),
            ends_on__gte=OuterRef("created_at__date"),
        )
    )
    left = Q(was_there)
    for role in lost:
        if role.kind in Role.Kind.values:
            left |= Q(sender=role.person, path=role.where)
    left_id = Cast(KT("data__left_id"), BigIntegerField())
    moved_before = (
        TimelineEvent.objects.filter(request=OuterRef("pk"), event=Event.MOVED)
        .annotate(left_id=left_id)
        .filter(left_id=OuterRef("path"))
    )
    requests = Request.objects.not_closed().filter(
        left, ~Exists(moved_before), sender__isnull=False
    )
    if people is not None:
        requests = requests.filter(sender__in=list(people))
    still_there = roles.filter(Q(ends_on=None) | Q(ends_on__gte=days.today()))
    requests = requests.filter(~Exists(still_there), sender__is_active=True)
    return requests.select_related("path", "project", "topic__team", "team", "sender")


def _move(mentor_request: Request, to: Path) -> None:
    """To the managers of the other path; what a team has, stays with the team."""
    happened(mentor_request, Event.MOVED, None, **_facts(mentor_request), to=to.name)
    mentor_request.path, mentor_request.project = to, None
    emails.follow_to(mentor_request, to)
    fields = ["path", "project"]
    if not _is_in_the_team_s_hands(mentor_request):
        if mentor_request.team and mentor_request.team.is_fallback:
            mentor_request.team = None
        mentor_request.assignee, mentor_request.needs_attention = None, False
        mentor_request.routed_at = mentor_request.woken_at = None
        fields += ["team", "assignee", "needs_attention", "routed_at", "woken_at"]
        wake(Request)
    mentor_request.save(update_fields=fields)


def _is_in_the_team_s_hands(mentor_request: Request) -> bool:
    """A team answers for every path; the fallback team had it only for want of somebody else."""
    team, assignee = mentor_request.team, mentor_request.assignee_id
    if team is None or team.is_fallback:
        return False
    return assignee is None or team.members.filter(pk=assignee).exists()


def _ask(mentor_request: Request, paths: Sequence[Path]) -> None:
    names = ", ".join(path.name for path in paths)
    happened(mentor_request, Event.MOVED, None, **_facts(mentor_request), to="", paths=names)
    mentor_request.needs_attention = True
    mentor_request.save(update_fields=["needs_attention"])


def _facts(mentor_request: Request) -> dict[str, Any]:
    path = mentor_request.path
    return {"name": str(mentor_request.sender), "left": path.name, "left_id": path.pk}


def _paths_of(people: set[int]) -> dict[int, list[Path]]:
    """The paths on which each of them mentors or assesses today."""
    kinds = [Role.Kind.MENTOR, Role.Kind.ASSESSOR]
    roles = Role.objects.current().filter(user__in=people, kind__in=kinds)
    found = defaultdict[int, dict[int, Path]](dict)
    for role in roles.select_related("path").order_by("path__name"):
        found[role.user_id][role.path_id] = role.path
    return {person: list(paths.values()) for person, paths in found.items()}
