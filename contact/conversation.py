"""What the page of a request shows to its sender."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mentorhub.people import covering
from mentorhub.people.models import Absence

from . import about, handover_sentences, promises, sentences
from .about import About
from .models import Attachment, Message, Request
from .states import Event

HANDS = [
    Event.ROUTED,
    Event.ASSIGNED,
    Event.TRANSFERRED,
    Event.HANDED_OVER,
    Event.RELEASED,
    Event.MOVED,
]


@dataclass(frozen=True)
class Conversation:
    """Everything on the sender's page but the reply box."""

    mentor_request: Request
    messages: Sequence[Message]
    about: About | None
    who_answers: str
    usual_time: promises.UsualTime | None
    follow_ups: Sequence[Request]


def of(mentor_request: Request) -> Conversation:
    """The public conversation, who answers and why, and how long that usually takes.

    The request is one that was asked for with_absence().
    """
    hands = mentor_request.timeline.filter(event__in=HANDS).select_related("actor").last()
    usual = {}
    if mentor_request.first_answered_at is None and not mentor_request.is_finished:
        usual = promises.usual_times([mentor_request.topic], mentor_request.path)
    return Conversation(
        mentor_request=mentor_request,
        messages=list(public_messages(mentor_request)),
        about=about.of(mentor_request),
        who_answers=f"{sentences.why_for_mentor(hands)} {_is_away(mentor_request)}".strip(),
        usual_time=usual.get(mentor_request.topic_id),
        follow_ups=list(Request.objects.filter(follows=mentor_request)),
    )


def _is_away(mentor_request: Request) -> str:
    """That whoever answers is away, and who stands in."""
    person, until = mentor_request.assignee, mentor_request.away_until
    if person is None or until is None or mentor_request.is_finished:
        return ""
    said = handover_sentences.away(person, until.isoformat())
    absence = Absence.objects.on().filter(user=person).first()
    cover = covering.who_stands_in(absence) if absence else None
    return f"{said} {_('%(name)s stands in.') % {'name': cover}}" if cover else said


def public_messages(mentor_request: Request) -> QuerySet[Message]:
    """The messages that the sender may read, with their files and what became of their email."""
    messages = mentor_request.messages.public().select_related("author", "email")
    return messages.prefetch_related("attachments")


def public_files(mentor_request: Request) -> QuerySet[Attachment]:
    """The files that the sender may download."""
    files = Attachment.objects.downloadable()
    return files.filter(message__in=mentor_request.messages.public())
