"""R07: a mail server that is dead does not pile work up, and is not hammered."""

import time

import pytest

from mentorhub.mail import resting
from mentorhub.mail.models import OutgoingEmail, ServerRest, State
from tests.factories import mail
from tests.rig.curt_server import CurtServer
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

QUEUED = 200
WATCHED = 12.0  # seconds


@pytest.mark.processes
def test_r07_few_knock_at_a_dead_server_and_the_last_email_leaves_soon_after(
    stack: Stack, sink: MailSink
) -> None:
    """421 at the door: the server is there and takes nobody."""
    for number in range(QUEUED):
        mail.email(f"mentor-{number}@example.net")
    with CurtServer(banner="421 closed") as dead:
        stack.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{dead.port}?tls=off"
        stack.start_relay()
        stack.start_worker()
        wait_until(lambda: ServerRest.objects.exists(), "the first knock")
        time.sleep(WATCHED)
        knocks = OutgoingEmail.objects.filter(attempts__gt=0).count()
    assert knocks <= WATCHED
    password = mail.email("somebody@example.net")
    stack.stop("worker")
    stack.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}?tls=off"
    stack.start_worker()

    wait_until(
        lambda: OutgoingEmail.objects.get(pk=password.pk).state == State.SENT,
        "the email queued last",
        seconds=30,
    )
    assert not ServerRest.objects.exists()


@pytest.mark.django_db
def test_each_silence_makes_the_rest_longer_up_to_20_seconds():
    lengths = []
    for _time in range(7):
        resting.did_not_answer()
        rest = ServerRest.objects.get()
        lengths.append(rest.failures)
    assert resting.is_resting()
    assert lengths == [1, 2, 3, 4, 5, 6, 7]

    resting.answered()
    assert not resting.is_resting()


@pytest.mark.django_db
def test_what_a_worker_holds_during_a_rest_goes_back_to_the_relay():
    email = mail.email("a@example.net")
    resting.did_not_answer()

    assert not OutgoingEmail.objects.due().exists()
    resting.give_back([email.pk])

    assert OutgoingEmail.objects.get().woken_at is None
