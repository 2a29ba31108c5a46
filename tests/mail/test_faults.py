"""A mail server that is away, broken, or goes away in the middle."""

import signal

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone
from pytest_django import Settings

from mentorhub.env import MailServer
from mentorhub.mail import smtp
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from tests.factories import mail
from tests.rig.curt_server import CurtServer
from tests.rig.mail_sink import DROP, HANG, TAKE_AND_DROP, MailSink
from tests.rig.ports import free_port

from .conftest import send

pytestmark = pytest.mark.django_db
READER = "amina@example.net"
BOTH = pytest.mark.parametrize("lane", [lanes.ACCOUNT, lanes.BULK])
GREETS = {"EHLO": "250 curt", "QUIT": "221 bye"}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same patience as always, in less time than 30 seconds."""
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)


def through(settings: Settings, port: int, tls: str = "off", user: str = "") -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", port, user, "secret", tls)


def again(email: OutgoingEmail) -> None:
    """Send it once more, as if its time had come."""
    OutgoingEmail.objects.filter(state=State.WAITING).update(due_at=timezone.now())
    send(email)


# --- Before the email was spoken of: tried again, whatever its lane ---------------------------


@BOTH
def test_a_server_that_is_away_is_tried_again(settings, lane):
    through(settings, free_port())
    email = mail.email(READER, lane=lane)
    send(email)
    assert (email.state, email.attempts) == (State.WAITING, 1)
    assert email.last_answer.startswith("ConnectionRefusedError")


def test_while_the_server_is_away_the_rest_is_left_untouched(settings):
    through(settings, free_port())
    first, second = mail.email("a@example.net"), mail.email("b@example.net")
    send(first, second)
    assert (second.state, second.attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize(
    ("banner", "answers"),
    [
        ("421 too busy", {}),
        ("554 go away", {}),
        ("220 curt", {}),  # and then silence
        ("220 curt", {"EHLO": "502 no", "HELO": "502 no"}),
        ("no SMTP at all", {}),
    ],
)
def test_a_server_that_lets_nobody_in_is_tried_again(settings, impatient, banner, answers):
    """A server in maintenance must not make all mail of that hour fail for good."""
    with CurtServer(banner, **answers) as server:
        through(settings, server.port)
        email = mail.email(READER)
        send(email)
    assert email.state == State.WAITING


def test_a_server_that_connects_and_stays_silent_is_given_up_for_now(settings, impatient):
    with CurtServer() as server:
        through(settings, server.port)
        email = mail.email(READER)
        send(email)
    assert email.state == State.WAITING
    assert email.last_answer.endswith("timed out")


@pytest.mark.parametrize(
    "answers", [GREETS, {"EHLO": "250-curt\r\n250 STARTTLS", "STARTTLS": "454 no TLS today"}]
)
def test_without_the_encryption_asked_for_nothing_is_sent(settings, answers):
    with CurtServer("220 curt", **answers) as server:
        through(settings, server.port, tls="starttls", user="us")
        email = mail.email(READER)
        send(email)
    assert email.state == State.WAITING
    assert {line.split()[0] for line in server.heard} <= {"ehlo", "STARTTLS", "QUIT"}


def test_a_wrong_password_for_the_server_costs_no_email(settings):
    """It was changed there and not here yet: that says nothing about the readers."""
    answers = {"EHLO": "250-curt\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 wrong", "QUIT": "221 bye"}
    with CurtServer("220 curt", **answers) as server:
        through(settings, server.port, user="us")
        email = mail.email(READER)
        send(email)
    assert (email.state, email.last_answer) == (State.WAITING, "535 5.7.8 wrong")


@BOTH
@pytest.mark.parametrize("behaviour", [HANG, DROP])
def test_a_server_that_goes_away_before_the_text_is_tried_again(sink, impatient, lane, behaviour):
    sink.at_rcpt[READER] = behaviour
    email = mail.email(READER, lane=lane)
    send(email)
    assert (email.state, email.interruptions) == (State.WAITING, 0)


# --- After the text was handed over: nobody knows --------------------------------------------

IN_DOUBT = pytest.mark.parametrize("behaviour", [DROP, TAKE_AND_DROP, HANG])


@IN_DOUBT
def test_account_mail_in_doubt_goes_once_more_and_is_then_parked(
    sink: MailSink, impatient, behaviour
):
    sink.at_data[READER] = behaviour
    email = mail.email(READER)
    send(email)
    assert (email.state, email.interruptions) == (State.WAITING, 1)
    again(email)
    assert email.state == State.UNKNOWN
    again(email)
    assert (email.state, email.attempts) == (State.UNKNOWN, 2)
    assert sum(sink.by_message_id().values()) == (2 if behaviour == TAKE_AND_DROP else 0)


def test_account_mail_goes_once_more_under_its_old_message_id(sink: MailSink):
    sink.at_data[READER] = TAKE_AND_DROP
    email = mail.email(READER)
    send(email)
    sink.at_data.clear()
    again(email)
    assert email.state == State.SENT
    assert sink.by_message_id() == {email.message_id: 2}


@IN_DOUBT
def test_bulk_mail_in_doubt_is_parked_at_once(sink: MailSink, impatient, behaviour):
    sink.at_data[READER] = behaviour
    email = mail.email(READER, lane=lanes.BULK)
    send(email)
    assert (email.state, email.attempts) == (State.UNKNOWN, 1)
    again(email)
    assert email.attempts == 1
    assert len(sink.messages) <= 1


@pytest.mark.parametrize(
    ("lane", "state"), [(lanes.ACCOUNT, State.WAITING), (lanes.BULK, State.UNKNOWN)]
)
def test_a_task_whose_time_is_up_writes_down_that_it_is_in_doubt(sink: MailSink, lane, state):
    """Celery breaks into whatever the worker does, here into waiting for the server's answer."""
    sink.at_data[READER] = HANG
    email = mail.email(READER, lane=lane)

    def time_is_up(*_: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, time_is_up)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        send(email)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert (email.state, email.attempts) == (state, 1)
    assert email.last_answer.startswith("SoftTimeLimitExceeded")


def test_a_closed_connection_costs_the_next_email_nothing(sink: MailSink):
    """The rest of the batch waits for its own turn, and none of it is sent twice."""
    sink.at_data["a@example.net"] = TAKE_AND_DROP
    first, second = mail.email("a@example.net"), mail.email("b@example.net")
    send(first, second)
    assert (second.state, second.attempts) == (State.QUEUED, 0)
    send(second)
    assert (second.state, len(sink.to("b@example.net"))) == (State.SENT, 1)
