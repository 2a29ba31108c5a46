"""R05: ten releases in a row, under load."""

import time

from mentorhub.mail.models import State
from tests.factories import helpcenter
from tests.reliability.conftest import School
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until
from tests.rig.visitors import Visitors, getting, statuses

from .conftest import Tell
from .forms import Sender
from .outbox import count, fill

RESTARTS, EMAILS, PER_SECOND = 10, 1_000, 20


def test_r05_releases(site: Stack, school: School, sink: MailSink, tell: Tell) -> None:
    article = helpcenter.public("What a mentor does")
    site.start_all_as_deployed()
    sender = Sender(site, school)
    acts = {
        "article": getting(f"{site.url}{article.get_absolute_url()}"),
        "own requests": getting(f"{site.url}/contact/requests/", sender.cookies),
        "form": sender.send,
    }
    fill(EMAILS)
    with Visitors(acts, PER_SECOND) as visitors:
        for _time in range(RESTARTS):
            time.sleep(3)
            site.reload_web()
            site.stop("worker")
            site.start_worker(concurrency=4)
            site.stop("relay")
            site.start_relay()
        time.sleep(5)
    told = statuses(visitors.visits)
    expected = EMAILS + 2 * len(sender.taken)
    try:
        wait_until(lambda: count(State.SENT) == expected, "every email to be sent", 300)
    finally:
        copies = sink.by_message_id()
        twice = sum(copies.values()) - len(copies)
        tell(
            load=f"{EMAILS} emails, {PER_SECOND} requests a second, a third of them forms",
            fault=f"{RESTARTS} times: web reloaded, worker and relay stopped and started",
            expected="0 5xx, nothing lost, nothing twice",
            counted=f"{dict(told)}; {len(copies)} of {expected} emails, {twice} twice",
        )
    assert set(told) == {200, 302}
    assert twice == 0
