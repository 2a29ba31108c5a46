"""R26: a migration of a big table that is in use."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing

import psycopg2
from django.db import connection

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.paths.models import Path
from tests.bench.seeding import REQUESTS
from tests.factories import contact, helpcenter
from tests.reliability.conftest import School, person
from tests.rig.stack import ROOT, Stack, wait_until
from tests.rig.visitors import Visitors, getting, statuses

from .conftest import Tell
from .forms import Sender

ROWS = int(os.environ.get("SOAK_ROWS", "1000000"))
MANAGERS = 100  # each with a path of their own
PER_SECOND, READER_STAYS, BEFORE, AFTER = 20, 15.0, 10.0, 20.0
SLOWEST = 2.0  # seconds


def test_r26_a_migration_under_load(site: Stack, school: School, tell: Tell) -> None:
    mentor_request = contact.routed(school.mentor, school.path, school.topic)
    article = helpcenter.public("What a mentor does")
    _grow(school)
    site.start_all_as_deployed()
    sender = Sender(site, school)
    acts = {
        "article": getting(f"{site.url}{article.get_absolute_url()}"),
        "request": getting(f"{site.url}{mentor_request.get_absolute_url()}", sender.cookies),
        "form": sender.send,
    }
    with Visitors(acts, PER_SECOND) as visitors:
        time.sleep(BEFORE)
        begun = time.monotonic()
        _read_for(READER_STAYS)
        forward = _migrate(site)
        took = time.monotonic() - begun
        time.sleep(AFTER)
        back = _migrate(site, "next_release", "zero")

    told = statuses(visitors.visits)
    usual = max(visit.seconds for visit in visitors.visits if visit.at < begun)
    slowest = max(visit.seconds for visit in visitors.visits if visit.at >= begun)
    tries = forward.stderr.count("A table is in use")
    tell(
        load=f"{ROWS:,} requests in the table, {PER_SECOND} requests a second, a third of them forms",
        fault="a column and an index are added, while a report reads the table for 15 s",
        expected="0 5xx, nobody waits for more than 2 s; the code of before goes on",
        counted=f"{dict(told)}, the slowest {slowest:.1f} s, before {usual:.1f} s; migrated "
        f"after {took:.0f} s, having stepped back {tries} times",
    )
    assert (forward.returncode, back.returncode) == (0, 0), forward.stderr + back.stderr
    assert tries > 0
    assert set(told) == {200, 302}
    assert slowest <= SLOWEST
    mine = Request.objects.filter(form_token__in=sender.taken)
    assert mine.count() == len(sender.taken)
    wait_until(lambda: not mine.filter(routed_at=None).exists(), "the old code's tasks")
    wait_until(
        lambda: not OutgoingEmail.objects.exclude(state=State.SENT).exists(), "the emails", 180
    )


def _migrate(site: Stack, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "tests.soak.next_release.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", "migrate", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _read_for(seconds: float) -> None:
    """A report of somebody's: one long transaction that has read the table."""
    holder = psycopg2.connect(**connection.get_connection_params())
    with closing(holder.cursor()) as cursor:
        cursor.execute("SELECT 1 FROM contact_request LIMIT 1")
    threading.Timer(seconds, holder.close).start()


def _grow(school: School) -> None:
    """The indexes of the desk's search are made last, which is ten times quicker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'contact_request' AND indexdef LIKE '%USING gin%'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for number in range(MANAGERS):
            path = Path.objects.create(name=f"Path {number}", slug=f"path-{number}")
            values = {
                "sender": school.colleague.pk,
                "path": path.pk,
                "topic": school.topic.pk,
                "assignee": person(f"Manager{number}").pk,
                "count": ROWS // MANAGERS,
            }
            cursor.execute(REQUESTS, values)
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE")
