"""Absences begin and end by the clock: each is told of once, however late the clock was."""

from django.db import transaction
from django.db.models.functions import Now

from mentorhub.people import covering, days
from mentorhub.people.models import Absence, User

from . import brief_emails, briefs, handing_over


def begin_and_end() -> None:
    """Offer what somebody left open when their absence has begun, and what they may take back when
    it is over."""
    waiting = Absence.objects.on().filter(began_at=None)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        _begin(pk)
    over = Absence.objects.filter(ends_on__lt=days.today(), ended_at=None)
    for pk in over.order_by("pk").values_list("pk", flat=True):
        _end(pk)


@transaction.atomic
def _begin(pk: int) -> None:
    """Bring the brief to the cover; to the administrators, where nobody is."""
    absence = _locked(pk)
    if absence is None or absence.began_at:
        return
    absence.began_at = Now()
    absence.save(update_fields=["began_at"])
    lines = briefs.of(handing_over.left_by(absence.user))
    if lines:
        cover = covering.who_stands_in(absence)
        for person in [cover] if cover else User.objects.filter(is_superuser=True, is_active=True):
            brief_emails.offer(absence, person, lines)


@transaction.atomic
def _end(pk: int) -> None:
    """Welcome them back, unless they are away again or have left."""
    absence = _locked(pk)
    if absence is None or absence.ended_at:
        return
    absence.ended_at = Now()
    absence.save(update_fields=["ended_at"])
    again = Absence.objects.on().filter(user=absence.user).exists()
    lines = briefs.of(handing_over.held_for(absence.user))
    if lines and absence.user.is_active and not again:
        brief_emails.welcome_back(absence, lines)


def _locked(pk: int) -> Absence | None:
    absences = Absence.objects.select_for_update(of=("self",), skip_locked=True)
    return absences.filter(pk=pk).select_related("user").first()
