"""What the sender does on the request's page: reply, or say that it is solved."""

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from mentorhub.content.files import CheckedFile
from mentorhub.people.models import User
from mentorhub.relay.due import wake

from . import about, emails, following, routing
from .answering import set_due
from .handover import moving
from .models import Message, Request
from .models.timeline import happened
from .states import Event, Status
from .submitting import SentAlready, Submission, attach, kept_files, says_the_same, submit


def reply(
    request_id: int,
    author: User | None,
    body: str,
    token: uuid.UUID,
    files: Sequence[CheckedFile] = (),
) -> Message:
    """Store the sender's reply and tell who answers. Sent twice, it is one reply.

    A reply to a closed request opens a follow-up that links back; then the message is its first.
    """
    try:
        with kept_files() as kept, transaction.atomic():
            mentor_request = Request.objects.locked(request_id)
            if mentor_request.is_closed:
                return _follow_up(mentor_request, body, token, files)
            waited = mentor_request.due_at
            message = Message.objects.create(
                request=mentor_request, author=author, body=body, form_token=token
            )
            attach(message, files, kept)
            happened(mentor_request, Event.REPLIED, author)
            if waited is None:  # else we still owe the answer that was promised
                set_due(mentor_request)
            if routing.lapsed(mentor_request):
                mentor_request.assignee = mentor_request.routed_at = mentor_request.woken_at = None
                mentor_request.save(update_fields=["assignee", "routed_at", "woken_at"])
                wake(Request)
            told: list[User] = []
            if mentor_request.routed_at:  # else the routing's own email brings this message along
                told = list(routing.who_to_tell(mentor_request))
            for person in told:
                emails.tell_of_reply(message, person)
            following.tell(message, told)
            return message
    except IntegrityError:
        earlier = Message.objects.filter(form_token=token).first()
        if earlier is None:
            raise
        theirs = earlier.request_id == request_id and earlier.author == author
        if theirs and says_the_same(earlier, body, files):
            return earlier
        return reply(
            request_id, author, body, uuid.uuid4(), files
        )  # other words, or a token from elsewhere


def _follow_up(
    closed: Request, body: str, token: uuid.UUID, files: Sequence[CheckedFile]
) -> Message:
    path = moving.home_of(closed)
    try:
        follow_up = submit(
            Submission(
                token=token,
                sender=closed.sender,
                name=closed.name,
                email=closed.email,
                path=path,
                project=closed.project if path == closed.path else None,
                topic=closed.topic,
                subject=closed.subject,
                body=body,
                files=files,
                follows=closed,
                about=about.of(closed),
            )
        )
    except SentAlready as again:
        follow_up = again.mentor_request
    return follow_up.messages.earliest("pk")


@transaction.atomic
def mark_solved(request_id: int, by: User | None) -> Request:
    """The sender needs no more; a request that is solved already stays as it is."""
    mentor_request = Request.objects.locked(request_id)
    if mentor_request.status not in {Status.SOLVED, Status.CLOSED}:
        happened(mentor_request, Event.SOLVED, by)
        set_due(mentor_request)
    return mentor_request
