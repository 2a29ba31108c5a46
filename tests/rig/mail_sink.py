"""A real SMTP server that keeps what it is given and can be told how to behave."""

import asyncio
import email
import email.policy
import logging
import time
from collections import Counter
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .ports import free_port

logging.getLogger("mail.log").setLevel(logging.WARNING)

TAKEN = "250 2.0.0 Ok: queued"
# What may stand in place of an answer.
HANG = "hang"  # say nothing, until the client gives up
DROP = "drop"  # close the connection; at DATA: without having taken the message
TAKE_AND_DROP = "take and drop"  # at DATA: take the message, and close the connection


class MailSink:
    """Listens on a free port of this machine while the context lasts.

    `at_rcpt` and `at_data` hold, by recipient, what is answered instead of a 250.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.contents: list[bytes] = []  # the same as they came
        self.taken_at: list[float] = []  # when, by time.perf_counter()
        self.at_rcpt: dict[str, str] = {}
        self.at_data: dict[str, str] = {}
        self.delay = 0.0  # seconds before DATA is answered
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "MailSink":
        self._controller.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """aiosmtpd's hook."""
        answer = await self._answer(server, self.at_rcpt.get(address, "250 Ok"))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """aiosmtpd's hook. The message counts as taken before the answer, as with a real server."""
        answer = next((self.at_data[to] for to in envelope.rcpt_tos if to in self.at_data), TAKEN)
        if answer in {TAKEN, TAKE_AND_DROP}:
            self._take(envelope)
        if self.delay:
            await asyncio.sleep(self.delay)
        return await self._answer(server, answer)

    def to(self, address: str) -> list[EmailMessage]:
        """What came for one address, oldest first."""
        return [message for message in list(self.messages) if message["To"] == address]

    def by_message_id(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(message["Message-ID"]) for message in list(self.messages))

    def _take(self, envelope: Envelope) -> None:
        content = bytes(envelope.content or b"")
        message = email.message_from_bytes(content, policy=email.policy.default)
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.contents.append(content)
        self.taken_at.append(time.perf_counter())
        self.messages.append(message)

    async def _answer(self, server: SMTP, answer: str) -> str:
        if answer == HANG:
            await asyncio.sleep(60)
        if answer in {DROP, TAKE_AND_DROP}:
            server.transport.abort()
        return answer


def text_of(message: EmailMessage) -> str:
    """The plain text part, with the line ends of Python."""
    return _content(message, "plain")


def html_of(message: EmailMessage) -> str:
    """The HTML part, with the line ends of Python."""
    return _content(message, "html")


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body([kind])
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
