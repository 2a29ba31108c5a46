"""Everything the screen of one request shows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from contact import about, sentences
from contact.about import About
from contact.models import Message, Request, TimelineEvent
from contact.states import Event
from mentorhub.people.models import Role, User
from mentorhub.search import models as found_by_search

# These show in the conversation; the others are the messages themselves.
BETWEEN_MESSAGES = {
    Event.ROUTED,
    Event.ASSIGNED,
    Event.TRANSFERRED,
    Event.SOLVED,
    Event.CLOSED,
    Event.HANDED_OVER,
    Event.RELEASED,
    Event.MOVED,
    Event.UNDONE,
}
BETWEEN_MESSAGES |= {Event.QUARANTINED, Event.RESCANNED, Event.DISCARDED}


@dataclass(frozen=True)
class Entry:
    """One thing in the conversation: a message, or a sentence on what happened."""

    at: datetime.datetime
    message: Message | None = None
    sentence: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Person:
    """Who the sender is, as far as we know."""

    roles: Sequence[Role]
    local_time: datetime.datetime | None
    earlier: Sequence[Request]
    earlier_count: int


@dataclass(frozen=True)
class Answer:
    """An answer that the sender was offered, and whether they opened it."""

    title: str
    url: str
    language: str
    was_opened: bool


@dataclass(frozen=True)
class Screen:
    """The request with its conversation, its sender and its whole timeline."""

    mentor_request: Request
    entries: Sequence[Entry]
    person: Person
    answers: Sequence[Answer]
    about: About | None
    timeline: Sequence[tuple[TimelineEvent, str]]
    news: Sequence[str]


def of(mentor_request: Request, user: User, seen_version: int | None = None) -> Screen:
    """The screen for `user`; `seen_version` marks what came after it as new."""
    events = list(mentor_request.timeline.select_related("actor"))
    said = [(event, sentences.for_staff(event)) for event in events]
    later = [event for event in events if seen_version is not None and event.version > seen_version]
    # A message is written just before its event, so it is new when it is later than what was seen.
    seen_until = max((event.at for event in events if event not in later), default=None)
    entries = [
        Entry(
            message.created_at,
            message,
            is_new=bool(later and seen_until and message.created_at > seen_until),
        )
        for message in mentor_request.messages.select_related("author", "email").prefetch_related(
            "attachments"
        )
    ]
    entries += [
        Entry(event.at, sentence=sentence, is_new=event in later)
        for event, sentence in said
        if event.event in BETWEEN_MESSAGES
    ]
    return Screen(
        mentor_request=mentor_request,
        entries=sorted(entries, key=lambda entry: (entry.at, entry.message is None)),
        person=_person(mentor_request, user),
        answers=_answers(mentor_request, user),
        about=about.of(mentor_request),
        timeline=said,
        news=[sentence for event, sentence in said if event in later],
    )


def news(mentor_request: Request, seen_version: int) -> list[str]:
    """What has happened since that version, in words."""
    if mentor_request.version <= seen_version:
        return []
    later = mentor_request.timeline.filter(version__gt=seen_version).select_related("actor")
    return [sentences.for_staff(event) for event in later]


def _answers(mentor_request: Request, user: User) -> list[Answer]:
    """Those that were offered and are still there, the opened ones first."""
    opened = mentor_request.answers_opened
    wanted = list(dict.fromkeys([*opened, *mentor_request.answers_offered]))
    if not wanted:
        return []
    found = found_by_search.Entry.objects.visible_to(user).in_bulk(wanted)
    return [
        Answer(found[pk].title, found[pk].url, found[pk].language, pk in opened)
        for pk in wanted
        if pk in found
    ]


def _person(mentor_request: Request, user: User) -> Person:
    sender = mentor_request.sender
    if sender is None:
        return Person([], None, [], 0)
    earlier = (
        Request.objects.visible_to(user)
        .sent_by(sender)
        .exclude(pk=mentor_request.pk)
        .order_by("-pk")
    )
    return Person(
        roles=list(Role.objects.current().filter(user=sender).select_related("path")),
        local_time=timezone.now().astimezone(sender.zone) if sender.zone else None,
        earlier=list(earlier[:5]),
        earlier_count=earlier.count(),
    )
