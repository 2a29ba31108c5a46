"""R07: ten thousand emails, and a mail server that is dead."""

import time

from mentorhub.mail.models import OutgoingEmail, ServerRest, State
from tests.factories import mail
from tests.rig.curt_server import CurtServer
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell
from .outbox import count, fill

EMAILS, WATCHED, FAILURES = 10_000, 30.0, 5
LEAVES = 30.0


def test_r07_a_dead_mail_server(site: Stack, sink: MailSink, tell: Tell) -> None:
    fill(EMAILS)
    with CurtServer(banner="421 closed") as dead:
        site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{dead.port}?tls=off"
        site.start_relay()
        site.start_worker(concurrency=4)
        wait_until(
            lambda: ServerRest.objects.filter(failures__gte=FAILURES).exists(), "some knocks"
        )
        before = _knocks()
        time.sleep(WATCHED)
        knocks = _knocks() - before
    password = mail.email("somebody@example.net", secret=True)
    site.stop("worker")  # it knows the address from its start; a real server keeps its own
    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}?tls=off"
    site.start_worker(concurrency=4)
    back = time.monotonic()
    try:
        wait_until(lambda: count(State.SENT, pk=password.pk) == 1, "the email queued last", 240)
    finally:
        left = time.monotonic() - back
        tell(
            load=f"{EMAILS} emails, then one with a code",
            fault="the mail server says 421 to everybody, then works",
            expected=f"at most 1 attempt a second; back: the last one leaves within {LEAVES:.0f} s",
            counted=f"{knocks} attempts in {WATCHED:.0f} s; the last one after {left:.0f} s",
        )
    assert knocks <= WATCHED
    assert left <= LEAVES
    assert set(sink.by_message_id().values()) == {1}


def _knocks() -> int:
    return sum(OutgoingEmail.objects.filter(attempts__gt=0).values_list("attempts", flat=True))
