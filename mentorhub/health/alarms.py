"""Telling administrators once when something stops, and once when it works again.

Beat has it looked at every minute; `manage.py health`, which a timer of the system's runs, looks as
well, so that a dead beat is noticed too. Whoever sees it first tells it.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentorhub.mail import outbox
from mentorhub.people.models import User
from mentorhub.relay import pulse
from mentorhub.relay.models import Pulse

from . import state
from .models import Alarm

WELL_FOR = datetime.timedelta(minutes=5)  # before it counts as over


@transaction.atomic
def look() -> list[state.Finding]:
    """Look at everything, write down what changed and tell it; what was found."""
    _one_looks_at_a_time()
    if pulse.silence(pulse.CHECK) is None:  # the first look ever finds itself
        pulse.beat(pulse.CHECK)
    found = state.findings()
    pulse.beat(pulse.CHECK)
    going_on = {alarm.name: alarm for alarm in Alarm.objects.going_on()}
    began = [_begin(it) for it in found if not it.is_well and it.name not in going_on]
    ended = [alarm for it in found if (alarm := going_on.get(it.name)) and _go_on(alarm, it)]
    _tell(began, ended)
    return found


def _one_looks_at_a_time() -> None:
    """Two at once would tell everything twice."""
    Pulse.objects.bulk_create([Pulse(name=pulse.LOOKING)], ignore_conflicts=True)
    Pulse.objects.select_for_update().get(name=pulse.LOOKING)


def _begin(finding: state.Finding) -> Alarm:
    return Alarm.objects.create(
        name=finding.name, title=str(finding.title)[:120], said=finding.said[:300]
    )


def _go_on(alarm: Alarm, finding: state.Finding) -> bool:
    """Whether it is over with this look."""
    now = timezone.now()
    if not finding.is_well:
        alarm.well_since = None
    elif alarm.well_since is None:
        alarm.well_since = now
    elif now - alarm.well_since >= WELL_FOR:
        alarm.ended_at = now
    alarm.save(update_fields=["well_since", "ended_at"])
    return alarm.ended_at is not None


def _tell(began: Sequence[Alarm], ended: Sequence[Alarm]) -> None:
    """One email to each administrator about all of it."""
    if not (began or ended):
        return
    what = "-".join([*(f"began{it.pk}" for it in began), *(f"ended{it.pk}" for it in ended)])
    about = reverse("admin:health")
    for person in User.objects.filter(is_superuser=True, is_active=True):
        outbox.queue(
            "health/alarm",
            person.email,
            {"began": began, "ended": ended, "about": about},
            key=f"health.alarm:{what[:120]}:{person.pk}",
            about=about,
        )
