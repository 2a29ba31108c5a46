"""What the page of a request shows to its sender."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from . import about, promises, sentences
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
    """The public conversation, who answers and why, and how long that usually takes."""
    hands = mentor_request.timeline.filter(event__in=HANDS).select_related("actor").last()
    usual = {}
    if mentor_request.first_answered_at is None and not mentor_request.is_finished:
        usual = promises.usual_times([mentor_request.topic], mentor_request.path)
    return Conversation(
        mentor_request=mentor_request,
        messages=list(public_messages(mentor_request)),
        about=about.of(mentor_request),
        who_answers=sentences.why_for_mentor(hands),
        usual_time=usual.get(mentor_request.topic_id),
        follow_ups=list(Request.objects.filter(follows=mentor_request)),
    )


def public_messages(mentor_request: Request) -> QuerySet[Message]:
    """The messages that the sender may read, with their files and what became of their email."""
    messages = mentor_request.messages.public().select_related("author", "email")
    return messages.prefetch_related("attachments")


def public_files(mentor_request: Request) -> QuerySet[Attachment]:
    """The files that the sender may download."""
    files = Attachment.objects.downloadable()
    return files.filter(message__in=mentor_request.messages.public())
