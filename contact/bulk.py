"""One act on many requests: what it will do row by row, then doing it, each row by itself.

Every row asks anew whether the person sees the request and whether it is as they saw it. A
process that dies in between leaves rows that wait, which the relay brings again.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import Team, User
from mentorhub.relay.due import wake

from . import answering, closing, emails, following, marking, routing
from .models import BulkAct, BulkRow, Follower, Request
from .priorities import MOST_TAGS, Priority
from .states import Status

MOST = 500
AT_ONCE = 50  # more than these are done in the background
NAMESPACE = uuid.UUID("c3a6a2a5-6f0b-4b8e-9a62-3f7a3d1f6a11")
RELATED = ["path", "team", "topic", "assignee", "sender"]

Act = BulkAct.Act
Outcome = BulkRow.Outcome
Seen = Mapping[int, int]  # the version that was seen, by the request's id


@dataclass(frozen=True)
class Line:
    """What an act will do to one request; of one out of sight no more is known than its number."""

    number: int
    mentor_request: Request | None
    why_not: Outcome | None
    before: str


def plan(by: User, act: Act, data: dict[str, Any], seen: Seen) -> list[Line]:
    """Row by row what would happen now. Changes nothing: three queries at most."""
    visible = Request.objects.visible_to(by).select_related(*RELATED)
    found = visible.in_bulk(list(seen))
    target = target_of(act, data)
    return [_line(pk, found.get(pk), act, target, version) for pk, version in seen.items()]


def _line(pk: int, mentor_request: Request | None, act: Act, target: Any, version: int) -> Line:
    if mentor_request is None:
        return Line(pk, None, Outcome.OUT_OF_SIGHT, "")
    why_not = _why_not(mentor_request, act, target, version)
    return Line(pk, mentor_request, why_not, _before(mentor_request, act))


def target_of(act: Act, data: dict[str, Any]) -> Any:
    """What the act is done with: a person, a path or team, a priority, tags, or a text."""
    match act:
        case Act.ASSIGN:
            return User.objects.filter(pk=data["to"], is_active=True).first()
        case Act.TRANSFER:
            kind, _dash, pk = data["to"].partition("-")
            model: type[Path] | type[Team] = Path if kind == "path" else Team
            return model._default_manager.filter(pk=pk).first()
        case Act.PRIORITY:
            return Priority(data["priority"])
        case Act.TAG | Act.UNTAG:
            return set(data["tags"])
        case Act.SOLVE:
            return data["body"]
    return None


def _why_not(mentor_request: Request, act: Act, target: Any, version: int) -> Outcome | None:
    """Why the act cannot be done to it, or need not; None when it can."""
    if mentor_request.version != version:
        return Outcome.CHANGED
    if mentor_request.is_closed and act not in {Act.TAG, Act.UNTAG, Act.PRIORITY}:
        return Outcome.CLOSED
    match act:
        case Act.ASSIGN if not _may_have(target, mentor_request):
            return Outcome.MAY_NOT
        case Act.TRANSFER if target is None:
            return Outcome.MAY_NOT
        case Act.TAG if len({*mentor_request.tags, *target}) > MOST_TAGS:
            return Outcome.TOO_MANY_TAGS
        case Act.CLOSE if mentor_request.status != Status.SOLVED:
            return Outcome.NOT_SOLVED
    return Outcome.SO_ALREADY if _is_so_already(mentor_request, act, target) else None


def _is_so_already(mentor_request: Request, act: Act, target: Any) -> bool:
    match act:
        case Act.ASSIGN:
            return bool(mentor_request.assignee == target)
        case Act.TRANSFER:
            return bool(target == (mentor_request.team or mentor_request.path))
        case Act.TAG:
            return bool(target <= set(mentor_request.tags))
        case Act.UNTAG:
            return bool(target.isdisjoint(mentor_request.tags))
        case Act.PRIORITY:
            return bool(mentor_request.priority == target)
        case Act.SOLVE:
            return not target and mentor_request.status == Status.SOLVED
    return False


def _may_have(person: User | None, mentor_request: Request) -> bool:
    """Whether it may be assigned to them, as answering.may_be_assigned() says of one request."""
    if person is None:
        return False
    of = access.of(person)
    on_path, in_team = mentor_request.path_id in of.managed, mentor_request.team_id in of.teams
    return of.is_superuser or on_path or in_team


def _before(mentor_request: Request, act: Act) -> str:
    """How it was, so that it can be put back."""
    match act:
        case Act.ASSIGN:
            return str(mentor_request.assignee or mentor_request.team or _("Nobody yet"))
        case Act.TRANSFER:
            place = mentor_request.team or mentor_request.path
            return f"{place}, {mentor_request.assignee or _('Nobody yet')}"
        case Act.TAG | Act.UNTAG:
            return ", ".join(mentor_request.tags)
        case Act.PRIORITY:
            return str(mentor_request.get_priority_display())
    return str(mentor_request.get_status_display())


def begin(by: User, act: Act, data: dict[str, Any], seen: Seen, token: uuid.UUID) -> BulkAct:
    """Do it: a few rows now, many in the background. The same form twice is one act."""
    with transaction.atomic():
        bulk, is_new = BulkAct.objects.get_or_create(
            token=uuid.uuid5(token, str(by.pk)), defaults={"by": by, "act": act, "data": data}
        )
        if is_new:
            theirs = Request.objects.visible_to(by).filter(pk__in=seen).values_list("pk", flat=True)
            rows = [BulkRow(bulk=bulk, request_id=pk, seen_version=seen[pk]) for pk in theirs]
            BulkRow.objects.bulk_create(rows)
            if len(seen) > AT_ONCE:
                wake(BulkAct)
    if len(seen) <= AT_ONCE:
        do(bulk.pk)
        bulk.refresh_from_db()
    return bulk


def do(bulk_id: int) -> None:
    """Go through the rows that wait. Run twice, each row is done once and each person told once."""
    bulk = BulkAct.objects.unfinished().filter(pk=bulk_id).first()
    if bulk is None:
        return
    waiting = bulk.rows.filter(outcome=Outcome.WAITING)
    for pk in list(waiting.values_list("pk", flat=True)):
        _do_row(pk)
    with transaction.atomic():
        last = BulkAct.objects.unfinished().select_for_update(skip_locked=True)
        mine = last.filter(pk=bulk_id).first()
        if mine is not None and not waiting.exists():
            _tell(mine)
            mine.finished_at = Now()
            mine.save(update_fields=["finished_at"])


@transaction.atomic
def _do_row(pk: int) -> None:
    rows = BulkRow.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("bulk").filter(pk=pk, outcome=Outcome.WAITING).first()
    if row is None:
        return
    # Read anew for each row, as the rights may end in between.
    by = User.objects.get(pk=row.bulk.by_id)
    act, target = Act(row.bulk.act), target_of(Act(row.bulk.act), row.bulk.data)
    visible = Request.objects.visible_to(by).select_related(*RELATED)
    mentor_request = visible.select_for_update(of=("self",)).filter(pk=row.request_id).first()
    line = _line(row.request_id, mentor_request, act, target, row.seen_version)
    if line.why_not is None and mentor_request is not None:
        _act_on(mentor_request, act, target, by, row)
    row.outcome, row.before = line.why_not or Outcome.DONE, line.before[:500]
    row.save(update_fields=["outcome", "before"])


def _act_on(mentor_request: Request, act: Act, target: Any, by: User, row: BulkRow) -> None:
    """The flow that the desk runs for one request; who is to be told hears once, at the end."""
    pk, seen = mentor_request.pk, mentor_request.version
    match act:
        case Act.ASSIGN:
            answering.assign(pk, by, target, seen, tells=False)
        case Act.TRANSFER:
            answering.transfer(pk, by, target, seen)
            routing.route(pk, tells=False)
        case Act.PRIORITY:
            marking.mark(pk, by, target, mentor_request.tags, seen)
        case Act.TAG | Act.UNTAG:
            tags = set(mentor_request.tags)
            tags = tags | target if act == Act.TAG else tags - target
            marking.mark(pk, by, Priority(mentor_request.priority), tags, seen)
        case Act.SOLVE if target:
            token = uuid.uuid5(NAMESPACE, str(row.pk))
            written = answering.Written(by, target, seen, token, tells_followers=False)
            answering.answer(pk, written, answering.Then.SOLVE)
        case Act.SOLVE:
            answering.solve(pk, by, seen)
        case Act.CLOSE:
            closing.close(pk, by, seen)


def _tell(bulk: BulkAct) -> None:
    """One email to each person who got requests, or follows some that were answered."""
    done = bulk.rows.filter(outcome=Outcome.DONE).values("request")
    requests = list(Request.objects.filter(pk__in=done).select_related(*RELATED).order_by("pk"))
    heard: dict[User, list[Request]] = defaultdict(list)
    for mentor_request in requests:
        for person in _who_hears(bulk, mentor_request):
            if person != bulk.by:
                heard[person].append(mentor_request)
    for person, theirs in heard.items():
        emails.tell_of_many(bulk, person, theirs)


def _who_hears(bulk: BulkAct, mentor_request: Request) -> Iterable[User]:
    if bulk.act in {Act.ASSIGN, Act.TRANSFER}:
        return routing.who_to_tell(mentor_request)
    if bulk.act == Act.SOLVE:
        rows = Follower.objects.filter(request=mentor_request).values("user")
        return following.who_sees(mentor_request).filter(pk__in=rows)
    return ()


def counts(rows: Sequence[BulkRow]) -> list[tuple[str, int]]:
    """How many rows came to each end, what was done first."""
    found = {outcome: sum(row.outcome == outcome for row in rows) for outcome in Outcome}
    order = [Outcome.DONE, *(one for one in Outcome if one != Outcome.DONE)]
    return [(str(one.label), found[one]) for one in order if found[one]]
