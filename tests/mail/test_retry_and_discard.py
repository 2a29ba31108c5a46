"""What a person may do about an email that did not leave."""

import pytest
from django.utils import timezone

from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from tests.factories import mail
from tests.reliability.at_once import at_once
from tests.rig.mail_sink import DROP, MailSink

from .conftest import send

READER = "amina@example.net"


def in_state(state: State) -> OutgoingEmail:
    email = mail.email(READER)
    OutgoingEmail.objects.update(
        state=state, woken_at=timezone.now(), due_at=timezone.now(), interruptions=1
    )
    email.refresh_from_db()
    return email


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN, State.WAITING])
def test_retry_queues_it_under_its_old_message_id(sink: MailSink, state):
    email = in_state(state)
    assert sending.retry(email)
    email.refresh_from_db()
    assert (email.state, email.woken_at, email.interruptions) == (State.QUEUED, None, 0)
    send(email)
    assert sink.by_message_id() == {email.message_id: 1}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.QUEUED, State.CLAIMED, State.SENT, State.DISCARDED])
def test_there_is_nothing_to_retry_about_the_others(state):
    email = in_state(state)
    assert not sending.retry(email)
    email.refresh_from_db()
    assert email.state == state


@pytest.mark.django_db
def test_retry_twice_sends_once(sink: MailSink):
    email = in_state(State.FAILED)
    assert [sending.retry(email), sending.retry(email)] == [True, False]
    send(email)
    assert not sending.retry(email)
    send(email)
    assert len(sink.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_retry_by_two_people_at_once_counts_once():
    email = in_state(State.FAILED)
    assert sorted(at_once([lambda: sending.retry(email)] * 2)) == [False, True]


@pytest.mark.django_db
def test_a_bulk_email_in_doubt_leaves_again_only_by_a_persons_decision(sink: MailSink):
    email = mail.email(READER, lane=lanes.BULK)
    sink.at_data[READER] = DROP
    send(email)
    sink.at_data.clear()
    send(email)
    assert (email.state, sink.messages) == (State.UNKNOWN, [])
    sending.retry(email)
    send(email)
    assert (email.state, len(sink.messages)) == (State.SENT, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.QUEUED, State.WAITING, State.FAILED, State.UNKNOWN])
def test_discard_gives_it_up_for_good(sink: MailSink, state):
    email = in_state(state)
    assert [sending.discard(email), sending.discard(email)] == [True, False]
    assert not sending.retry(email)
    send(email)
    assert (email.state, sink.messages) == (State.DISCARDED, [])


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.CLAIMED, State.SENT, State.DISCARDED])
def test_what_is_under_way_or_over_cannot_be_discarded(state):
    email = in_state(state)
    assert not sending.discard(email)
    email.refresh_from_db()
    assert email.state == state
