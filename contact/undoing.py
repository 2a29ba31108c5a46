"""An answer taken back before it leaves: as though it had never been written, but for the timeline.

For as long as answering.UNDO the email waits and the mentor's page does not show the message yet, so
whatever is taken back has been seen at the desk alone. The request's status moves at once, for the
desk works by it: a mentor who looks in these seconds may see it move and move back.
"""

import datetime
from typing import Any

from django.db import transaction

from mentorhub.content import held
from mentorhub.mail import outbox
from mentorhub.people.models import User

from . import drafts, emails
from .answering import EVENT, set_due
from .models import AnswerDraft, Request, TimelineEvent
from .models.timeline import happened
from .states import WAITING_FOR_US, Event, Status, after


class TooLate(Exception):
    """The answer has left, or somebody took it back already; nothing was done."""


@transaction.atomic
def undo(request_id: int, message_id: int, by: User) -> AnswerDraft:
    """Take one's own answer back: its text and files are in the draft that is returned.

    What others did since then stays, and whoever had the request put into their hands by the
    answer keeps it: they are at it. Raises TooLate.
    """
    mentor_request = Request.objects.locked(request_id)
    message = mentor_request.messages.to_be_undone_by(by).filter(pk=message_id).first()
    if message is None or message.email is None or not outbox.take_back(message.email):
        raise TooLate
    for email in emails.to_followers(message):
        outbox.take_back(email)
    answered = mentor_request.timeline.get(event__in=EVENT.values(), data__message=message.pk)
    files = [
        held.adopt(file.file, file.name, file.content_type, file.size)
        for file in message.attachments.all()
    ]
    body = message.body
    message.delete()
    mentor_request.status = _status_without(mentor_request, answered)
    happened(mentor_request, Event.UNDONE, by, version=answered.version)
    _times_without(mentor_request, answered.data)
    return drafts.give_back(mentor_request, by, AnswerDraft.Kind.ANSWER, body, files)


def _status_without(mentor_request: Request, answered: TimelineEvent) -> Status:
    """Where everything else that happened has brought it."""
    events = list(mentor_request.timeline.exclude(event=Event.SUBMITTED))
    undone = {event.data["version"] for event in events if event.event == Event.UNDONE}
    undone.add(answered.version)
    status = Status.NEW
    for event in events:
        if event.version not in undone:
            status = after(status, Event(event.event))
    return status


def _times_without(mentor_request: Request, before: dict[str, Any]) -> None:
    """The promises as they were; a reply that came since then keeps the one it was given."""
    owed = _moment(before["due_at"]) or mentor_request.due_at
    mentor_request.solved_at = _moment(before["solved_at"]) or mentor_request.solved_at
    set_due(mentor_request)  # none while it waits for the mentor; no solving date while unsolved
    if owed and mentor_request.status in WAITING_FOR_US:
        mentor_request.due_at = owed
    if before["first"]:
        answers = mentor_request.messages.filter(from_staff=True, is_internal=False)
        mentor_request.first_answered_at = answers.values_list("created_at", flat=True).first()
    mentor_request.save(update_fields=["due_at", "first_answered_at"])


def _moment(written: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(written) if written else None
