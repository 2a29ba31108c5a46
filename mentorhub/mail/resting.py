"""A mail server that does not answer is left alone for a while: ten thousand emails that each find
out for themselves help nobody, and the one that somebody waits for would stand behind them."""

import datetime

from django.db import transaction
from django.db.models.functions import Now

from .models import OutgoingEmail, ServerRest

LONGEST = 20  # seconds between two knocks at a door that stays shut


def is_resting() -> bool:
    """Whether nobody shall knock just now."""
    return ServerRest.objects.now().exists()


@transaction.atomic
def did_not_answer() -> None:
    """Leave the server alone: a second at first, then twice as long each time, up to LONGEST."""
    ServerRest.objects.get_or_create(pk=ServerRest.ONLY, defaults={"until": Now()})
    rest = ServerRest.objects.select_for_update().get(pk=ServerRest.ONLY)
    seconds = min(2**rest.failures, LONGEST)
    rest.failures = min(rest.failures + 1, 30)
    rest.until = Now() + datetime.timedelta(seconds=seconds)
    rest.save()


def answered() -> None:
    """The door is open again."""
    ServerRest.objects.all().delete()


def give_back(ids: list[int]) -> None:
    """Let the relay bring these emails again as soon as the rest is over."""
    OutgoingEmail.objects.filter(pk__in=ids).update(woken_at=None)
