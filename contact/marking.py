"""Setting the priority and the tags of a request, and which tags there are to choose from."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Func

from mentorhub.people.models import User

from .answering import Conflict
from .models import Request
from .models.timeline import happened
from .priorities import Priority
from .states import Event

LATEST_TAGGED = 1000
MOST_SUGGESTED = 200


@transaction.atomic
def mark(
    request_id: int, by: User, priority: Priority, tags: Iterable[str], seen_version: int
) -> Request:
    """Set both; what is so already leaves no trace. Raises Conflict as every act of the desk."""
    mentor_request = Request.objects.select_for_update().get(pk=request_id)
    if mentor_request.version != seen_version:
        raise Conflict
    before, after = set(mentor_request.tags), set(tags)
    if (mentor_request.priority, before) == (priority, after):
        return mentor_request
    said = {"priority": priority.name} if priority != mentor_request.priority else {}
    mentor_request.priority, mentor_request.tags = priority, sorted(after)
    mentor_request.save(update_fields=["priority", "tags"])
    added, removed = sorted(after - before), sorted(before - after)
    happened(mentor_request, Event.MARKED, by, added=added, removed=removed, **said)
    return mentor_request


def tags_in_use(user: User) -> list[str]:
    """The tags on the latest tagged requests that this person sees: one query, along an index."""
    tagged = Request.objects.visible_to(user).exclude(tags=[]).order_by("-pk")[:LATEST_TAGGED]
    found = Request.objects.filter(pk__in=tagged.values("pk")).order_by()
    words = found.annotate(tag=Func(F("tags"), function="unnest")).values_list("tag", flat=True)
    return sorted(words.distinct()[:MOST_SUGGESTED])
