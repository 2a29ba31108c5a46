"""The one place that talks to the mail server."""

import smtplib
import ssl
from dataclasses import dataclass
from email.header import Header
from email.utils import parseaddr
from functools import cache
from types import TracebackType

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from mentorhub.env import MailServer

from .models import OutgoingEmail, State

TIMEOUT = 30  # seconds that any step of the dialogue may take
FAULTS = (OSError, smtplib.SMTPException, SoftTimeLimitExceeded)


@dataclass(frozen=True)
class Verdict:
    """What became of one email: SENT, WAITING (try again), FAILED or UNKNOWN, in the server's words.

    `connected` is whether another may follow on this connection, `reached` whether there was one.
    """

    state: State
    answer: str
    connected: bool = True
    reached: bool = True


class Session:
    """One connection to the mail server for a few emails, opened when the first one leaves."""

    def __init__(self, server: MailServer | None = None) -> None:
        self.server = server or settings.MAIL_SERVER
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.connection is not None:
            try:
                self.connection.quit()
            except (OSError, smtplib.SMTPException):
                self.connection.close()

    def send(self, email: OutgoingEmail) -> Verdict:
        """Hand over one email. Never raises for what the server or the network does."""
        try:
            content, recipient = _message(email), _recipient(email.to_address)
        except ValueError as error:
            return Verdict(State.FAILED, f"This cannot be mailed: {error}")
        try:
            connection = self._connect()
        except FAULTS as fault:
            # Whatever the code, it is not about this email: no reason to give it up.
            return Verdict(State.WAITING, _fault(fault), connected=False, reached=False)
        in_doubt = False
        try:
            _expect(connection.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
            _expect(connection.rcpt(recipient))
            in_doubt = True  # from here on silence may mean that it was taken
            code, answer = connection.data(content)
            in_doubt = False
            _expect((code, answer))
            return Verdict(State.SENT, _words(code, answer))
        except smtplib.SMTPResponseException as refusal:
            self._reset()
            if 500 <= refusal.smtp_code < 600:
                return Verdict(State.FAILED, _fault(refusal))
            return Verdict(State.WAITING, _fault(refusal), connected=self.connection is not None)
        except FAULTS as fault:
            self._drop()
            state = State.UNKNOWN if in_doubt else State.WAITING
            return Verdict(state, _fault(fault), connected=False)

    def _connect(self) -> smtplib.SMTP:
        if self.connection is not None:
            return self.connection
        server = self.server
        if server.tls == "ssl":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT, context=_trusted()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            if server.tls == "starttls":
                connection.starttls(context=_trusted())
            if server.user:
                connection.login(server.user, server.password)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        self.connection = connection
        return connection

    def _reset(self) -> None:
        try:
            if self.connection is not None:
                self.connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe, read once in a process: the system's certificates take 17 ms to load."""
    return ssl.create_default_context()


def _message(email: OutgoingEmail) -> bytes:
    message = EmailMultiAlternatives(
        subject=_subject(email.subject),
        body=email.text,
        to=[email.to_address],
        headers=email.header_fields,
    )
    message.attach_alternative(email.html, "text/html")
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # stubs of 6


def _subject(subject: str) -> str:
    """What looks encoded already would be decoded by its reader; encoded once more it stays as it is."""
    return Header(subject, "utf-8").encode(linesep="") if "=?" in subject else subject


def _recipient(address: str) -> str:
    """The address as SMTP spells it; ValueError for one that it cannot spell."""
    local, _at, domain = address.rpartition("@")
    spelled = f"{local}@{domain.encode('idna').decode()}"
    spelled.encode("ascii")
    return spelled


def _expect(reply: tuple[int, bytes]) -> None:
    if not 200 <= reply[0] < 300:
        raise smtplib.SMTPResponseException(*reply)


def _fault(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _words(fault.smtp_code, fault.smtp_error)
    return f"{type(fault).__name__}: {fault}"[:500]


def _words(code: int, answer: bytes | str) -> str:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:500]
