"""Closing what stayed solved: the mentor is told three days before, and a reply keeps it open."""

import datetime

from django.db import transaction
from django.utils import timezone

from mentorhub.people.models import User
from mentorhub.relay.due import ago

from . import emails
from .answering import Conflict
from .models import Request
from .models.request import RequestQuerySet
from .models.timeline import happened
from .states import Event, Status

CLOSES_AFTER = datetime.timedelta(days=14)
TOLD_BEFORE = datetime.timedelta(days=3)
MOST_AT_ONCE = 200  # their emails share a lane with sign-in codes; the rest follow an hour later


def close_solved() -> int:
    """Tell whose request closes soon, close what is due; how many were closed.

    Nothing closes without the notice three days before: after days without beat the notices
    come first, and the closing so much later.
    """
    soon = Request.objects.filter(
        status=Status.SOLVED, solved_at__lt=ago(CLOSES_AFTER - TOLD_BEFORE), closing_told_at=None
    )
    for pk in _first(soon):
        _tell(soon, pk)
    due = Request.objects.filter(
        status=Status.SOLVED, solved_at__lt=ago(CLOSES_AFTER), closing_told_at__lt=ago(TOLD_BEFORE)
    )
    return sum(_close(due, pk) for pk in _first(due))


@transaction.atomic
def close(request_id: int, by: User, seen_version: int) -> Request:
    """Close a solved one by hand. Raises Conflict, or states.Refused when it is not solved."""
    mentor_request = Request.objects.select_for_update().get(pk=request_id)
    if mentor_request.version != seen_version:
        raise Conflict
    happened(mentor_request, Event.CLOSED, by)
    return mentor_request


def _first(requests: RequestQuerySet) -> list[int]:
    return list(requests.order_by("solved_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _tell(soon: RequestQuerySet, pk: int) -> None:
    """Under the row's lock: whoever reopened it meanwhile hears nothing."""
    locked = soon.select_for_update(of=("self",), skip_locked=True)
    mentor_request = locked.select_related("sender", "path").filter(pk=pk).first()
    if mentor_request is None:
        return
    mentor_request.closing_told_at = timezone.now()
    mentor_request.save(update_fields=["closing_told_at"])
    if mentor_request.sender is None or mentor_request.sender.is_active:
        emails.tell_of_closing(mentor_request, TOLD_BEFORE.days)


@transaction.atomic
def _close(due: RequestQuerySet, pk: int) -> bool:
    mentor_request = due.select_for_update(skip_locked=True).filter(pk=pk).first()
    if mentor_request is not None:
        happened(mentor_request, Event.CLOSED, None)
    return mentor_request is not None
