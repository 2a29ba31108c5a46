"""What the desk does to a request: answer, note, assign, hand over, transfer.

Each flow compares the version that the person saw with the present one under the row
lock. When something came in between, nothing is done and Conflict is raised.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhub.content.files import CheckedFile
from mentorhub.paths.models import Path
from mentorhub.people.models import Role, Team, User
from mentorhub.relay.due import wake

from . import drafts, emails, following
from .deadlines import after_working_hours
from .models import AnswerDraft, Attachment, Message, Request
from .models.timeline import happened
from .states import WAITING_FOR_US, Event, Status
from .submitting import attach, kept_files, says_the_same


class Then(models.TextChoices):
    """What an answer does to the request beside being sent."""

    SEND = "send", _("Send")
    WAIT = "wait", _("Send and wait")
    SOLVE = "solve", _("Send and solve")


UNDO = datetime.timedelta(seconds=10)  # for so long an answer waits and can be taken back
EVENT = {Then.SEND: Event.ANSWERED, Then.WAIT: Event.ASKED, Then.SOLVE: Event.SOLVED}


class Conflict(Exception):
    """Somebody changed the request since it was read; nothing was done."""


@dataclass(frozen=True)
class Written:
    """What a person typed at the desk, and the version of the request they had before them."""

    author: User
    body: str
    seen_version: int
    token: uuid.UUID
    files: Sequence[CheckedFile] = ()
    draft: uuid.UUID | None = None  # the stamp of the draft that it was written from
    tells_followers: bool = True


def answer(request_id: int, written: Written, then: Then) -> Message:
    """Store the answer and queue its email to the mentor, for when UNDO has passed. Sent twice,
    it is one answer.

    Raises Conflict, or states.Refused when the request is closed.
    """
    return _once(request_id, written, EVENT[then], is_internal=False)


def note(request_id: int, written: Written) -> Message:
    """Store an internal note; nobody outside the desk ever gets it."""
    return _once(request_id, written, Event.NOTED, is_internal=True)


def _once(request_id: int, written: Written, event: Event, *, is_internal: bool) -> Message:
    try:
        with kept_files() as kept, transaction.atomic():
            mentor_request = _locked(request_id, written.seen_version)
            return _write(mentor_request, written, event, kept, is_internal=is_internal)
    except (IntegrityError, Conflict):
        # The same form again: the second waited for the first, and is no conflict with it.
        earlier = Message.objects.filter(
            form_token=written.token, request=request_id, author=written.author
        ).first()
        if earlier is None or not says_the_same(earlier, written.body, written.files):
            raise Conflict from None
        return earlier


def _write(
    mentor_request: Request,
    written: Written,
    event: Event,
    kept: list[Attachment],
    *,
    is_internal: bool,
) -> Message:
    message = Message.objects.create(
        request=mentor_request,
        author=written.author,
        from_staff=True,
        is_internal=is_internal,
        body=written.body,
        form_token=written.token,
        final_at=Now() if is_internal else Now() + UNDO,
    )
    attach(message, written.files, kept)
    kind = AnswerDraft.Kind.NOTE if is_internal else AnswerDraft.Kind.ANSWER
    drafts.sent(
        mentor_request,
        drafts.Typed(written.author, kind, written.body, written.token, written.draft),
    )
    if is_internal:
        happened(mentor_request, event, written.author)
    else:
        happened(mentor_request, event, written.author, **_before(mentor_request, message))
        message.refresh_from_db(fields=["final_at"])
        _first_answer(mentor_request, written.author)
        set_due(mentor_request)
        message.email = emails.send_answer(message)
        message.save(update_fields=["email"])
    if written.tells_followers:
        following.tell(message)
    return message


def _before(mentor_request: Request, message: Message) -> dict[str, Any]:
    """What the answer changes and undoing gives back, for the timeline to remember."""
    due_at, solved_at = mentor_request.due_at, mentor_request.solved_at
    return {
        "message": message.pk,
        "due_at": due_at.isoformat() if due_at else None,
        "solved_at": solved_at.isoformat() if solved_at else None,
        "first": mentor_request.first_answered_at is None,
    }


def _first_answer(mentor_request: Request, author: User) -> None:
    """Note when the first answer came; whoever answers what nobody has, has it."""
    if mentor_request.first_answered_at is None:
        mentor_request.first_answered_at = timezone.now()
        mentor_request.save(update_fields=["first_answered_at"])
    if mentor_request.assignee_id is None:
        mentor_request.assignee = author
        mentor_request.assigned_at = timezone.now()
        mentor_request.routed_at = mentor_request.routed_at or timezone.now()
        mentor_request.needs_attention = False
        mentor_request.save(
            update_fields=["assignee", "assigned_at", "routed_at", "needs_attention"]
        )
        happened(mentor_request, Event.ASSIGNED, author, name=str(author))


def set_due(mentor_request: Request) -> None:
    """The next promised moment while it waits for us, none while it does not."""
    if mentor_request.status in WAITING_FOR_US:
        hours = mentor_request.topic.first_answer_hours
        mentor_request.due_at = after_working_hours(timezone.now(), hours)
    else:
        mentor_request.due_at = None
    solved = mentor_request.status == Status.SOLVED
    mentor_request.solved_at = (mentor_request.solved_at or timezone.now()) if solved else None
    if not solved:
        mentor_request.closing_told_at = None
    mentor_request.save(update_fields=["due_at", "solved_at", "closing_told_at"])


@transaction.atomic
def solve(request_id: int, by: User, seen_version: int) -> Request:
    """Mark it as solved without a word; nobody is written to before it closes."""
    mentor_request = _locked(request_id, seen_version)
    happened(mentor_request, Event.SOLVED, by)
    set_due(mentor_request)
    return mentor_request


@transaction.atomic
def assign(
    request_id: int, by: User, to: User, seen_version: int, *, tells: bool = True
) -> Request:
    """Put the request into one person's hands and tell them, unless they took it themselves, or
    hear of it together with others."""
    mentor_request = _locked(request_id, seen_version)
    _put_into_hands(mentor_request, to)
    happened(mentor_request, Event.ASSIGNED, by, name=str(to))
    if tells and to != by:
        reason = gettext("%(by)s assigned it to you.") % {"by": by}
        emails.tell_of_request(mentor_request, to, reason)
    return mentor_request


@transaction.atomic
def hand_over(
    request_id: int, by: User, of: User, to: User, seen_version: int, **why: str
) -> Request:
    """Put what `of` has into the hands of `to`, one of several; who hands them over tells them all
    at once. Raises Conflict also when `of` has it no more, when it needs no answer any more, and when
    `to` sent it."""
    mentor_request = _locked(request_id, seen_version)
    taken = mentor_request.assignee_id != of.pk or mentor_request.is_finished
    if taken or mentor_request.sender_id == to.pk:
        raise Conflict
    _put_into_hands(mentor_request, to)
    happened(mentor_request, Event.HANDED_OVER, by, name=str(to), of=str(of), **why)
    return mentor_request


def _put_into_hands(mentor_request: Request, to: User) -> None:
    mentor_request.assignee = to
    mentor_request.assigned_at = timezone.now()
    mentor_request.routed_at = mentor_request.routed_at or timezone.now()
    mentor_request.needs_attention = False
    mentor_request.save(update_fields=["assignee", "assigned_at", "routed_at", "needs_attention"])


@transaction.atomic
def transfer(
    request_id: int, by: User, to: Path | Team, seen_version: int, reason: str = ""
) -> Request:
    """Hand the request to another path's managers or to a team; routing chooses among them.

    `reason` is kept as an internal note for whoever gets it.
    """
    mentor_request = _locked(request_id, seen_version)
    note = None
    if reason:
        note = Message.objects.create(
            request=mentor_request, author=by, from_staff=True, is_internal=True, body=reason
        )
    happened(mentor_request, Event.TRANSFERRED, by, name=str(to))
    if isinstance(to, Path):
        if mentor_request.path_id != to.pk:
            mentor_request.project = None
        mentor_request.path, mentor_request.team = to, None
        emails.follow_to(mentor_request, to)
    else:
        mentor_request.team = to
    if mentor_request.due_at is None:
        set_due(mentor_request)
    mentor_request.assignee = None
    mentor_request.routed_at = mentor_request.woken_at = None
    mentor_request.save(
        update_fields=["path", "project", "team", "assignee", "routed_at", "woken_at"]
    )
    following.let_go(mentor_request)
    if note is not None:
        following.tell(note)
    wake(Request)
    return mentor_request


def may_be_assigned(mentor_request: Request) -> models.QuerySet[User]:
    """Who may be given the request: managers of its path, members of its team, administrators."""
    managers = Role.objects.current().managing().filter(path=mentor_request.path_id)
    people = models.Q(pk__in=managers.values("user")) | models.Q(is_superuser=True)
    if mentor_request.team_id is not None:  # teams=None would mean: whoever is in no team
        people |= models.Q(teams=mentor_request.team_id)
    return User.objects.filter(people, is_active=True).distinct()


def _locked(request_id: int, seen_version: int) -> Request:
    """The request under its row lock; raises Conflict when it is not as it was seen."""
    mentor_request = Request.objects.locked(request_id)
    if mentor_request.version != seen_version:
        raise Conflict
    return mentor_request
