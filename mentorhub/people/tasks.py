"""What happens to accounts by the clock, and in the background."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import importing, merging_in_steps, personal


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
        merging_in_steps.go_on(pk)


@shared_task(name="people.pack_exports")
def pack_exports(ids: list[int]) -> None:
    """Pack what these people asked for."""
    for pk in ids:
        personal.pack(pk)


@shared_task(name="people.forget_old_exports")
def forget_old_exports() -> None:
    """Delete the exports that are kept no longer."""
    personal.forget_old()
