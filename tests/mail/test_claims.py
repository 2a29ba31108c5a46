"""An email is in one hand at a time, and what a hand that died was doing is not forgotten."""

import datetime
from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.mail.smtp import Verdict
from mentorhub.relay import lanes
from tests.factories import mail
from tests.reliability.at_once import at_once
from tests.rig.mail_sink import MailSink

from .conftest import send

READER = "amina@example.net"
TAKEN = Verdict(State.SENT, "250 taken")


def let_the_lease_run_out() -> None:
    """As if MAIL_LEASE_SECONDS had passed."""
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutgoingEmail.objects.filter(state=State.CLAIMED).update(lease_until=past)


def die_while_sending(email: OutgoingEmail) -> None:
    """What a sender that was killed leaves behind, a while later."""
    assert sending.claim(email.pk)
    let_the_lease_run_out()


# --- One hand at a time ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_claimed_email_is_nobody_elses_until_the_lease_has_run_out(settings):
    email = mail.email(READER)
    assert sending.claim(email.pk) is not None
    assert sending.claim(email.pk) is None
    assert email.pk not in OutgoingEmail.objects.due().values_list("pk", flat=True)
    let_the_lease_run_out()
    assert email.pk in OutgoingEmail.objects.due().values_list("pk", flat=True)


@pytest.mark.django_db
def test_a_lease_lasts_as_long_as_the_setting_says_by_the_databases_clock(settings):
    settings.MAIL_LEASE_SECONDS = 1234
    email = mail.email(READER)
    sending.claim(email.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lease_until - due_at FROM mail_outgoingemail")
        [length] = cursor.fetchone()
    assert datetime.timedelta(seconds=1234) <= length < datetime.timedelta(seconds=1300)


@pytest.mark.django_db(transaction=True)
def test_several_workers_with_the_same_ids_send_each_email_once(sink: MailSink):
    emails = [mail.email(f"reader{letter}@example.net") for letter in "abcdefgh"]
    ids = [email.pk for email in emails]
    results = at_once([lambda: sending.send_emails(ids)] * 4)
    assert results == [None] * 4
    assert sink.by_message_id() == {email.message_id: 1 for email in emails}
    assert OutgoingEmail.objects.filter(state=State.SENT, attempts=1).count() == len(emails)


# --- A sender that died ----------------------------------------------------------------------


@pytest.mark.django_db
def test_account_mail_of_a_sender_that_died_is_sent_under_its_old_message_id(sink: MailSink):
    email = mail.email(READER)
    die_while_sending(email)
    send(email)
    assert (email.state, email.attempts, email.interruptions) == (State.SENT, 2, 1)
    assert sink.by_message_id() == {email.message_id: 1}


@pytest.mark.django_db
def test_bulk_mail_of_a_sender_that_died_is_parked(sink: MailSink):
    email = mail.email(READER, lane=lanes.BULK)
    die_while_sending(email)
    send(email)
    assert (email.state, email.attempts, sink.messages) == (State.UNKNOWN, 1, [])
    assert email.last_answer == (
        "The process that was sending it ended without saying how it went."
    )


@pytest.mark.django_db
def test_an_email_that_every_sender_dies_of_is_parked_in_the_end(sink: MailSink):
    email = mail.email(READER)
    for _ in range(sending.MOST_INTERRUPTIONS + 1):
        die_while_sending(email)
    send(email)
    assert (email.state, sink.messages) == (State.UNKNOWN, [])
    assert email.attempts == sending.MOST_INTERRUPTIONS + 1


@pytest.mark.django_db
@pytest.mark.parametrize("late", [TAKEN, Verdict(State.FAILED, "550"), Verdict(State.WAITING, "4")])
def test_a_sender_that_comes_back_too_late_changes_nothing(sink: MailSink, late):
    email = mail.email(READER, secret=True)
    slow = sending.claim(email.pk)
    let_the_lease_run_out()
    quick = sending.claim(email.pk)
    sending.record(slow, late)
    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.CLAIMED, 2)
    assert email.text != ""  # whoever has it now may have to try again
    sending.record(quick, TAKEN)
    email.refresh_from_db()
    assert (email.state, email.last_answer) == (State.SENT, "250 taken")


# --- The server took it, and that cannot be written down -------------------------------------


def refuse_to_write(*states: State) -> None:
    """The database refuses these states from now on, until the test is over."""
    names = ", ".join(f"'{state}'" for state in states)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no such state today'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON mail_outgoingemail FOR EACH ROW"
            f" WHEN (NEW.state IN ({names})) EXECUTE FUNCTION refuse()"
        )


@pytest.mark.django_db
@pytest.mark.parametrize("lane", [lanes.ACCOUNT, lanes.BULK])
def test_a_sent_email_whose_sending_cannot_be_recorded_is_parked(sink: MailSink, lane, caplog):
    emails = [mail.email(f"reader{letter}@example.net", lane=lane) for letter in "abcde"]
    refuse_to_write(State.SENT)
    send(*emails)
    for _ in range(3):
        let_the_lease_run_out()
        send(*emails)
    assert {email.state for email in emails} == {State.UNKNOWN}
    assert {email.last_answer for email in emails} == {
        "Could not be recorded: 250 2.0.0 Ok: queued"
    }
    assert sink.by_message_id() == {email.message_id: 1 for email in emails}
    assert "could not be recorded" in caplog.text
    assert OutgoingEmail.objects.stuck(datetime.timedelta(0)).count() == len(emails)


@pytest.mark.django_db(transaction=True)
def test_r14_an_email_taken_while_the_database_restarts_is_recorded_when_it_is_back():
    email = sending.claim(mail.email(READER).pk)
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.cursor().execute(
            "SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid]
        )

    sending.record(email, TAKEN)

    email.refresh_from_db()
    assert email.state == State.SENT
