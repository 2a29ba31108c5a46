"""What Celery does with the outbox."""

from celery import shared_task

from . import sending


@shared_task(name="mail.send_emails")
def send_emails(ids: list[int]) -> None:
    """Send the emails with these ids, as far as they still wait."""
    sending.send_emails(ids)
