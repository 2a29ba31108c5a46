"""R14: the database restarts under load, without a goodbye."""

import signal
import time

import pytest
from django.db import connection

from contact.models import Message, Request
from mentorhub.embedded import processes
from mentorhub.embedded.postgres import Postgres
from mentorhub.mail.models import OutgoingEmail, State
from tests import servers
from tests.factories import helpcenter, mail
from tests.reliability.conftest import School
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until
from tests.rig.visitors import Visit, Visitors, getting, statuses

from .conftest import Tell
from .forms import Sender

BEFORE, AFTER, PER_SECOND = 20.0, 40.0, 20
ERRORS_UNTIL, WORKS_AGAIN = 5.0, 30.0  # seconds after the database is back
SETTLED = 180.0


def test_r14_the_database_restarts(site: Stack, school: School, sink: MailSink, tell: Tell) -> None:
    article = helpcenter.public("What a mentor does")
    database = _ours()
    _commit_for_good()
    site.start_all_as_deployed()
    sender = Sender(site, school)
    acts = {
        "article": getting(f"{site.url}{article.get_absolute_url()}"),
        "own requests": getting(f"{site.url}/contact/requests/", sender.cookies),
        "form": sender.send,
    }
    with Visitors(acts, PER_SECOND) as visitors:
        time.sleep(BEFORE)
        gone = time.monotonic()
        processes.stop([database.process], signal.SIGQUIT, 15)
        database.start()
        back = time.monotonic()
        connection.close()
        mark = mail.email("after@example.net")
        wait_until(lambda: bool(sink.to("after@example.net")), "the workers", SETTLED)
        works_again = time.monotonic() - back
        time.sleep(max(0.0, AFTER - works_again))

    bad = [visit for visit in visitors.visits if visit.status not in {200, 302}]
    late = [visit for visit in bad if not _begun_or_ended(visit, gone, back + ERRORS_UNTIL)]
    there = Request.objects.filter(form_token__in=sender.taken).count()
    bare = Request.objects.exclude(pk__in=Message.objects.values("request")).count()
    try:
        wait_until(_all_is_sent, "every email to leave", SETTLED)
    finally:
        twice = sum(count - 1 for count in sink.by_message_id().values())
        tell(
            load=f"{PER_SECOND} requests a second for 60 s, a third of them forms",
            fault="immediate-mode restart of PostgreSQL",
            expected="errors only in the gap and 5 s after; each success has its rows; workers "
            "work within 30 s",
            counted=f"{len(visitors.visits)} visits, gap {back - gone:.1f} s, errors "
            f"{dict(statuses(bad))}, {len(late)} outside; {there} of {len(sender.taken)} requests there, "
            f"{bare} without a message; workers after {works_again:.0f} s; {twice} emails twice",
        )
    assert late == []
    assert there == len(sender.taken) > 0
    assert bare == 0
    assert works_again <= WORKS_AGAIN
    assert mark.message_id in sink.by_message_id()
    assert not Request.objects.unrouted().exists()


def _ours() -> Postgres:
    for server in [server for each in servers.running for server in each.running]:
        if isinstance(server, Postgres):
            return server
    pytest.skip("DATABASE_URL names a server that is not ours to restart")


def _commit_for_good() -> None:
    """The tests' server forgets the last half second of a crash, to be quick; production's does not."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    connection.close()


def _begun_or_ended(visit: Visit, since: float, until: float) -> bool:
    return since <= visit.at + visit.seconds and visit.at <= until


def _all_is_sent() -> bool:
    return (
        not Request.objects.unrouted().exists()
        and not OutgoingEmail.objects.exclude(state=State.SENT).exists()
    )
