"""R04: killed workers cost nothing: every email arrives, at most one twice for each kill."""

import random
import time

import pytest

from mentorhub.mail.models import OutgoingEmail, State
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import School

pytestmark = pytest.mark.processes

EMAILS, CHILD_KILLS, WORKER_KILLS = 500, 20, 5


def test_r04_emails_survive_workers_killed_at_random(
    stack: Stack, school: School, sink: MailSink
) -> None:
    sink.delay = 0.02  # slow enough that kills fall into the middle of the work
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(
            key=f"test:{number}",
            kind="test",
            to_address=f"reader{number}@mentorhub.example",
            subject=f"Email {number}",
            text="Hello",
            html="<p>Hello</p>",
        )
        for number in range(EMAILS)
    )
    stack.start_worker()
    stack.start_relay()
    wait_until(lambda: len(sink.messages) > 10, "the sending to begin")

    chance = random.Random(4)  # noqa: S311 (the same kills at every run)
    kills = ["child"] * CHILD_KILLS + ["worker"] * WORKER_KILLS
    chance.shuffle(kills)
    killed = 0
    for what in kills:
        time.sleep(chance.uniform(0.1, 0.5))
        if what == "worker":
            stack.kill("worker")
            stack.start_worker()
            killed += 2  # its two children may each hold an email
        else:
            wait_until(lambda: killed_a_child(stack), "a child to kill")
            killed += 1

    def everything_is_sent() -> bool:
        stack.revive("worker", stack.start_worker)
        return OutgoingEmail.objects.filter(state=State.SENT).count() == EMAILS

    wait_until(everything_is_sent, "every email to be sent", seconds=360)
    arrived = sink.by_message_id()
    assert len(arrived) == EMAILS
    assert sum(arrived.values()) - EMAILS <= killed


def killed_a_child(stack: Stack) -> bool:
    """A worker whose children die while it starts gives up: then it is started anew, as by systemd."""
    stack.revive("worker", stack.start_worker)
    return stack.kill_a_child("worker")
