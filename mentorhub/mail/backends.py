"""Django's own way of sending is closed."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class RefusingBackend(BaseEmailBackend):
    """Raises: a mail sent around the outbox would be lost when the mail server is away."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise RuntimeError("Queue this email with mentorhub.mail.outbox.queue() instead.")
