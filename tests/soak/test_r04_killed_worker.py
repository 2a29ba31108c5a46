"""R04: workers are killed at random, with the leases and time limits of production."""

import random
import time

from mentorhub.mail.models import OutgoingEmail, State
from tests.reliability.test_r04_killed_worker import (
    CHILD_KILLS,
    EMAILS,
    WORKER_KILLS,
    killed_a_child,
)
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell
from .outbox import count, fill

DONE = 360.0


def test_r04_workers_are_killed(site: Stack, sink: MailSink, tell: Tell, round_number: int) -> None:
    sink.delay = 0.05  # slow enough that kills fall into the middle of the work
    fill(EMAILS)
    site.start_worker(concurrency=4)
    site.start_relay()
    wait_until(lambda: len(sink.messages) > 10, "the sending to begin")
    begun = time.monotonic()
    chance = random.Random(round_number)  # noqa: S311 (the same kills at every run)
    kills = ["child"] * CHILD_KILLS + ["worker"] * WORKER_KILLS
    chance.shuffle(kills)
    hands = 0
    for what in kills:
        time.sleep(chance.uniform(0.1, 0.5))
        if what == "worker":
            site.kill("worker")
            site.start_worker(concurrency=4)
            hands += 4
        else:
            wait_until(lambda: killed_a_child(site), "a child to kill")
            hands += 1

    def is_done() -> bool:
        site.revive("worker", lambda: site.start_worker(concurrency=4))
        return count(State.SENT) == EMAILS

    try:
        wait_until(is_done, "every email to be sent", DONE)
    finally:
        copies = sink.by_message_id()
        twice = sum(copies.values()) - len(copies)
        tell(
            load=f"{EMAILS} emails",
            fault=f"kill -9 of {CHILD_KILLS} children and {WORKER_KILLS} workers",
            expected="all within 6 minutes, at most one twice for each hand that was killed",
            counted=f"{len(copies)} within {time.monotonic() - begun:.0f} s; {twice} twice of at "
            f"most {hands}",
        )
    assert len(copies) == EMAILS == OutgoingEmail.objects.count()
    assert twice <= hands
