"""What waits for one person, by their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from contact.models import Request
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


@dataclass(frozen=True)
class Dashboard:
    """The cards of the home page."""

    requests: Sequence[Request]
    managers: Sequence[Role]
    desk: DeskNumbers | None
    guides: Sequence[Since] | None  # None: who is neither mentor nor assessor


def of(user: User) -> Dashboard:
    """Four queries for a mentor, six for who works the desk."""
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
    waiting = Request.objects.visible_to(user).waiting_for_us()
    return DeskNumbers(
        mine=waiting.filter(assignee=user).count(),
        overdue=waiting.overdue().count(),
        unassigned=waiting.filter(assignee=None).count(),
    )
