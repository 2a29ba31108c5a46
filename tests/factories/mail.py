"""Emails in the outbox."""

from typing import Any

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.mail.rendering import Rendered


def email(to: str, subject: str = "Hello", **fields: Any) -> OutgoingEmail:
    """A queued email with the same words in both parts."""
    body = fields.pop("body", "Some words.")
    fields.setdefault("kind", "test")
    fields.setdefault("key", f"test:{to}:{subject}")
    return outbox.queue_rendered(Rendered(subject, f"{body}\n", f"<p>{body}</p>"), to=to, **fields)


def sent(to: str, subject: str = "Hello", **fields: Any) -> OutgoingEmail:
    """An email that the mail server took."""
    return _in_state(email(to, subject, **fields), State.SENT, "250 taken")


def failed(to: str, subject: str = "Hello", **fields: Any) -> OutgoingEmail:
    """An email that the mail server refused for good."""
    return _in_state(email(to, subject, **fields), State.FAILED, "550 no such mailbox")


def _in_state(made: OutgoingEmail, state: State, answer: str) -> OutgoingEmail:
    made.state, made.last_answer, made.attempts = state, answer, 1
    made.save(update_fields=["state", "last_answer", "attempts"])
    return made
