"""What waits for one person, by their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Now

from contact.models import Request
from contact.states import WAITING_FOR_US, Status
from guides import reading
from guides.models import Guide
from guides.reading import Since
from mentorhub.people import access
from mentorhub.people.models import Role, User

LATEST = 5


@dataclass(frozen=True)
class DeskNumbers:
    """What waits at the desk."""

    mine: int
    overdue: int
    unassigned: int
    pending: int  # mine, waiting for the mentor


@dataclass(frozen=True)
class Dashboard:
    """The cards of the home page."""

    requests: Sequence[Request]
    managers: Sequence[Role]
    desk: DeskNumbers | None
    guides: Sequence[Since] | None  # None: who is neither mentor nor assessor


def of(user: User) -> Dashboard:
    """Four queries for a mentor, four for who works the desk."""
    rights = access.of(user)
    paths = rights.mentored | rights.assessed
    return Dashboard(
        requests=list(
            Request.objects.sent_by(user)
            .select_related("assignee", "team")
            .order_by("-updated_at", "-pk")[:LATEST]
        ),
        managers=list(
            Role.objects.current().managing().filter(path__in=paths).select_related("user", "path")
        ),
        desk=_desk_numbers(user) if rights.works_the_desk else None,
        guides=reading.news(user, Guide.objects.visible_to(user))[:LATEST] if paths else None,
    )


def _desk_numbers(user: User) -> DeskNumbers:
    """In one statement."""
    ours = Q(status__in=WAITING_FOR_US)
    numbers = (
        Request.objects.visible_to(user)
        .unfinished()
        .aggregate(
            mine=Count("pk", filter=ours & Q(assignee=user)),
            overdue=Count("pk", filter=ours & Q(due_at__lt=Now())),
            unassigned=Count("pk", filter=ours & Q(assignee=None)),
            pending=Count("pk", filter=Q(status=Status.PENDING, assignee=user)),
        )
    )
    return DeskNumbers(**numbers)
