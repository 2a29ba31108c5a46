"""What happens to accounts by the clock, and in the background."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import importing, moving


@shared_task(name="people.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete the sessions that have ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@shared_task(name="people.import_people")
def import_people(ids: list[int]) -> None:
    """Go on with these imports for some seconds."""
    for pk in ids:
        importing.go_on(pk)


@shared_task(name="people.merge_accounts")
def merge_accounts(ids: list[int]) -> None:
    """Go on with these merges for some seconds."""
    for pk in ids:
        moving.go_on(pk)
