"""A mail server that this very process sends to, and the outbox's way there."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from mentorhub.env import MailServer
from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail
from tests.rig.mail_sink import MailSink


@pytest.fixture(scope="package")
def running_sink() -> Iterator[MailSink]:
    with MailSink() as server:
        yield server


@pytest.fixture
def sink(running_sink: MailSink, settings: Settings) -> MailSink:
    """An empty mailbox for all the world, which takes everything unless it is told otherwise."""
    running_sink.messages.clear()
    running_sink.contents.clear()
    running_sink.at_rcpt.clear()
    running_sink.at_data.clear()
    settings.MAIL_SERVER = MailServer("127.0.0.1", running_sink.port, "", "", "off")
    return running_sink


def send(*emails: OutgoingEmail) -> None:
    """Send them now, as the worker does, and read again what became of them."""
    sending.send_emails([email.pk for email in emails])
    for email in emails:
        email.refresh_from_db()
