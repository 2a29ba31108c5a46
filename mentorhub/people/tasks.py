"""What happens to accounts by the clock."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone


@shared_task(name="people.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete the sessions that have ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
