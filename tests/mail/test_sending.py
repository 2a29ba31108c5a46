"""What becomes of an email, by what the mail server says to it."""

import datetime

import pytest
from django.utils import timezone

from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from tests.factories import mail
from tests.rig.mail_sink import MailSink

from .conftest import send

pytestmark = pytest.mark.django_db
READER = "amina@example.net"


def test_what_the_server_takes_is_sent_with_its_words(sink: MailSink):
    email = mail.email(READER)
    send(email)
    assert (email.state, email.last_answer, email.attempts) == (
        State.SENT,
        "250 2.0.0 Ok: queued",
        1,
    )
    assert email.sent_at is not None


def test_a_sent_email_is_not_sent_again(sink: MailSink):
    email = mail.email(READER)
    send(email)
    send(email)
    assert len(sink.messages) == 1


@pytest.mark.parametrize("code", [421, 450, 451, 452])
@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_a_temporary_refusal_is_tried_again(sink: MailSink, step, code):
    email = mail.email(READER)
    getattr(sink, step)[READER] = f"{code} 4.2.2 Not now"
    send(email)
    assert (email.state, email.last_answer) == (State.WAITING, f"{code} 4.2.2 Not now")
    assert email.woken_at is None
    assert sink.messages == []


@pytest.mark.parametrize("code", [550, 551, 552, 553, 554])
@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_a_final_refusal_is_never_tried_again(sink: MailSink, step, code):
    email = mail.email(READER)
    getattr(sink, step)[READER] = f"{code} 5.1.1 No such mailbox"
    send(email)
    assert (email.state, email.last_answer) == (State.FAILED, f"{code} 5.1.1 No such mailbox")
    getattr(sink, step).clear()
    send(email)
    assert (email.state, email.attempts, sink.messages) == (State.FAILED, 1, [])


def test_one_refusal_does_not_hold_up_the_others(sink: MailSink):
    emails = [mail.email(f"{name}@example.net") for name in ["a", "b", "c", "d", "e"]]
    sink.at_rcpt["b@example.net"] = "550 no such mailbox"
    sink.at_data["c@example.net"] = "451 later"
    sink.at_data["d@example.net"] = "554 spam"
    send(*emails)
    assert [email.state for email in emails] == [
        State.SENT,
        State.FAILED,
        State.WAITING,
        State.FAILED,
        State.SENT,
    ]


@pytest.mark.parametrize(
    ("attempts_before", "minutes"),
    [(0, 1), (1, 5), (2, 15), (3, 60), (4, 60), (30, 60)],
)
def test_tries_are_made_after_1_5_15_60_minutes_and_then_hourly(
    sink: MailSink, attempts_before, minutes
):
    email = mail.email(READER)
    OutgoingEmail.objects.update(attempts=attempts_before)
    sink.at_rcpt[READER] = "451 later"
    before = timezone.now()
    send(email)
    wait = datetime.timedelta(minutes=minutes)
    assert before + 0.9 * wait <= email.due_at <= timezone.now() + 1.1 * wait


def test_a_waiting_email_is_left_alone_until_it_is_due(sink: MailSink):
    email = mail.email(READER)
    sink.at_rcpt[READER] = "451 later"
    send(email)
    sink.at_rcpt.clear()
    send(email)
    assert (email.state, email.attempts, sink.messages) == (State.WAITING, 1, [])
    OutgoingEmail.objects.update(due_at=timezone.now())
    send(email)
    assert (email.state, email.attempts, len(sink.messages)) == (State.SENT, 2, 1)


@pytest.mark.parametrize(("hours", "state"), [(47, State.WAITING), (49, State.FAILED)])
def test_it_is_given_up_after_48_hours(sink: MailSink, hours, state):
    email = mail.email(READER)
    OutgoingEmail.objects.update(created_at=timezone.now() - datetime.timedelta(hours=hours))
    sink.at_rcpt[READER] = "451 4.7.1 greylisted"
    send(email)
    assert email.state == state
    assert email.last_answer.removeprefix("Given up: ") == "451 4.7.1 greylisted"
    assert email.last_answer.startswith("Given up: ") == (state == State.FAILED)


@pytest.mark.parametrize("lane", [lanes.ACCOUNT, lanes.BULK])
def test_a_discarded_email_does_not_leave(sink: MailSink, lane):
    email = mail.email(READER, lane=lane)
    assert sending.discard(email)
    send(email)
    assert (email.state, sink.messages) == (State.DISCARDED, [])


def test_the_words_of_a_talkative_server_are_kept_in_one_line_of_500(sink: MailSink):
    email = mail.email(READER)
    sink.at_rcpt[READER] = f"550-{'x' * 400}\r\n550-{'y' * 400}\r\n550 done"
    send(email)
    assert email.state == State.FAILED
    assert email.last_answer == f"550 {'x' * 400} {'y' * 400}"[:500]


# --- Codes and links -------------------------------------------------------------------------


def test_a_code_is_forgotten_once_its_email_left(sink: MailSink):
    secret = mail.email(READER, "Your code", body="Code 123456", secret=True)
    plain = mail.email(READER, "A receipt", body="We have it")
    send(secret, plain)
    assert (secret.text, secret.html) == ("", "")
    assert plain.text == "We have it\n"
    assert "Code 123456" in sink.contents[0].decode()


def test_a_code_is_kept_while_its_email_may_still_leave(sink: MailSink):
    secret = mail.email(READER, "Your code", body="Code 123456", secret=True)
    sink.at_rcpt[READER] = "451 later"
    send(secret)
    assert "Code 123456" in secret.text


def test_a_code_is_forgotten_once_its_email_is_discarded():
    secret = mail.email(READER, "Your code", body="Code 123456", secret=True)
    sending.discard(secret)
    secret.refresh_from_db()
    assert (secret.text, secret.html) == ("", "")


# --- What cannot be mailed -------------------------------------------------------------------


def test_an_address_in_another_script_is_spelled_as_smtp_wants_it(sink: MailSink):
    email = mail.email("amina@bücher.example")
    send(email)
    assert email.state == State.SENT
    assert sink.messages[0]["X-Recipients"] == "amina@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    ["zoë@example.net", "a\r\nBcc: eve@example.org@example.net", "a@exa\nmple.net"],
)
def test_what_smtp_cannot_spell_fails_and_holds_up_nobody(sink: MailSink, address):
    bad, good = mail.email(address, key="bad"), mail.email(READER)
    send(bad, good)
    assert (bad.state, good.state) == (State.FAILED, State.SENT)
    assert bad.last_answer.startswith("This cannot be mailed: ")
    assert [message["X-Recipients"] for message in sink.messages] == [READER]
