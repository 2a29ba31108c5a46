"""What stands around the boxes of a request: drafts, ready answers, what was just sent, who is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from contact import presence, ready_answers
from contact.models import AnswerDraft, Message, ReadyAnswer, Request
from contact.presence import Present
from mentorhub.people.models import User


@dataclass(frozen=True)
class Box:
    """What helps this person to answer this request."""

    answer: AnswerDraft | None
    note: AnswerDraft | None
    of_others: Sequence[AnswerDraft]
    ready: Sequence[ReadyAnswer]
    sent: Message | None  # may still be taken back
    seconds_left: float
    present: Sequence[Present]


def of(mentor_request: Request, user: User) -> Box:
    """The boxes as they are when the screen is opened."""
    drafts = list(mentor_request.drafts.select_related("author"))
    mine = {draft.kind: draft for draft in drafts if draft.author_id == user.pk}
    sent = mentor_request.messages.to_be_undone_by(user).last()
    fitting = ready_answers.fitting(mentor_request, user).defer("body")
    return Box(
        answer=mine.get(AnswerDraft.Kind.ANSWER),
        note=mine.get(AnswerDraft.Kind.NOTE),
        of_others=[draft for draft in drafts if draft.author_id != user.pk and draft.body],
        ready=list(fitting[: ready_answers.MOST_OFFERED]),
        sent=sent,
        seconds_left=(sent.final_at - timezone.now()).total_seconds() if sent else 0,
        present=presence.others(mentor_request.pk, user),
    )
