"""The look that beat has taken every minute."""

from celery import shared_task

from . import alarms


@shared_task(name="health.look")
def look() -> None:
    """Tell administrators what stopped, and what works again."""
    alarms.look()
