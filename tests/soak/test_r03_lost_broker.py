"""R03: Redis is emptied, or restarts again and again."""

import time

import redis

from mentorhub.mail.models import State
from tests.factories import mail
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell
from .outbox import count, fill

EMAILS, AT = 1_000, [0.3, 0.6]
ALL_DONE, CONSUMES = 300.0, 60.0  # seconds
RESTARTS, APART = 5, 10.0


def test_r03_redis_is_emptied(site: Stack, sink: MailSink, tell: Tell) -> None:
    sink.delay = 0.02
    fill(EMAILS)
    site.start_relay()
    site.start_worker(concurrency=4)
    for share in AT:
        wait_until(lambda share=share: count(State.SENT) >= share * EMAILS, "the work", ALL_DONE)
        with redis.Redis.from_url(site.redis.redis_url()) as client:
            client.flushall()
    emptied = time.monotonic()
    try:
        wait_until(lambda: count(State.SENT) == EMAILS, "all to be sent", ALL_DONE)
    finally:
        copies = sink.by_message_id()
        tell(
            load=f"{EMAILS} emails",
            fault="FLUSHALL at 30 % and at 60 %",
            expected="all sent within 5 minutes, none twice",
            counted=f"{len(copies)} within {time.monotonic() - emptied:.0f} s, "
            f"{sum(copies.values()) - len(copies)} twice",
        )
    assert set(copies.values()) == {1}


def test_r03_redis_restarts(site: Stack, sink: MailSink, tell: Tell) -> None:
    site.start_relay()
    site.start_worker()
    took = []
    for number in range(RESTARTS):
        begun = time.monotonic()
        site.redis.stop()
        site.redis.start()
        address = f"reader{number}@example.net"
        mail.email(address)
        wait_until(lambda address=address: bool(sink.to(address)), "the worker", 2 * CONSUMES)
        took.append(time.monotonic() - begun)
        time.sleep(max(0.0, APART - took[-1]))
    tell(
        load="an email after each restart",
        fault=f"Redis restarts {RESTARTS} times, {APART:.0f} s apart",
        expected=f"the worker consumes again within {CONSUMES:.0f} s each time",
        counted=f"after {', '.join(f'{seconds:.0f}' for seconds in took)} s",
    )
    assert max(took) <= CONSUMES
