"""What somebody who takes requests over must know of each: one line, one query for all."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from contact.models import Message, Request
from contact.models.request import RequestQuerySet
from contact.states import WAITING_FOR_US

MOST = 200  # of one brief; the most urgent come first
LONGEST = 160  # characters of the last message


@dataclass(frozen=True)
class Line:
    """One request in short; `since` is when it began to wait for whoever it waits for."""

    mentor_request: Request
    since: datetime.datetime
    waits_for_us: bool
    last_words: str
    last_from_us: bool
    notes: int

    @property
    def is_late(self) -> bool:
        due = self.mentor_request.due_at
        return due is not None and due < timezone.now()


def of(requests: RequestQuerySet) -> Sequence[Line]:
    """The lines of the most urgent of these requests, no more than MOST."""
    public = Message.objects.public().filter(request=OuterRef("pk")).order_by("-pk")
    rows = (
        requests.due_first()
        .select_related("path", "project", "topic", "sender", "assignee", "team")
        .annotate(
            notes=Count("messages", filter=Q(messages__is_internal=True)),
            last_body=Subquery(public.values("body")[:1]),
            last_at=Subquery(public.values("created_at")[:1]),
            last_from_us=Subquery(public.values("from_staff")[:1]),
        )
    )
    return [_line(row) for row in rows[:MOST]]


def _line(row: "Request") -> Line:
    words = " ".join((getattr(row, "last_body", "") or "").split())
    return Line(
        mentor_request=row,
        since=getattr(row, "last_at", None) or row.created_at,
        waits_for_us=row.status in WAITING_FOR_US,
        last_words=Truncator(words).chars(LONGEST),
        last_from_us=bool(getattr(row, "last_from_us", False)),
        notes=getattr(row, "notes", 0),
    )
