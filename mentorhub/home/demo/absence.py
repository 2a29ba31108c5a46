"""One manager of the demo is away: her cover has some of her requests, one still waits with her."""

import datetime

from django.utils import timezone

from contact.handover import handing_over
from contact.models import Request
from contact.models.timeline import happened
from contact.states import Event
from mentorhub.people.models import Absence, Role, User

AWAY, COVER = "Sofia Marchetti", "Camille Laurent"
HERS = ["Two no-shows in a row", "Criterion 4.2: is one method enough?"]
HANDED_OVER = 1  # of them


def spare_the_absent() -> None:
    """Before the stories are played: she takes no new requests, as if she were away already."""
    Role.objects.filter(user__name=AWAY).update(takes_requests=False)


def make_absence() -> None:
    """After they were played: what she had before she left, and that she left today."""
    away, cover = User.objects.get(name=AWAY), User.objects.get(name=COVER)
    Role.objects.filter(user=away).update(takes_requests=True)
    for mentor_request in Request.objects.unfinished().filter(subject__in=HERS):
        happened(mentor_request, Event.ASSIGNED, cover, name=str(away))
        Request.objects.filter(pk=mentor_request.pk).update(assignee=away)
    today = timezone.localdate()
    Absence.objects.create(
        user=away,
        starts_on=today,
        ends_on=today + datetime.timedelta(days=8),
        cover=cover,
        note="Without a computer. Call in an emergency: Camille has the number.",
    )
    left = handing_over.left_by(away).order_by("pk")[:HANDED_OVER]
    handing_over.hand_over(away, cover, away, {it.pk: it.version for it in left})
