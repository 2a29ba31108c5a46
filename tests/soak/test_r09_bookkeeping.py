"""R09: the mail server took it, and the database will not hear of it."""

from collections.abc import Iterator

import pytest
from django.db import connection

from mentorhub.health import state
from mentorhub.mail.models import State
from mentorhub.relay import lanes
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell
from .outbox import count, fill

EMAILS, BROKEN = 250, 50


@pytest.mark.usefixtures("refusing")
@pytest.mark.parametrize("lane", [lanes.BULK, lanes.ACCOUNT])
def test_r09_sent_cannot_be_written(site: Stack, sink: MailSink, tell: Tell, lane: str) -> None:
    fill(EMAILS, lane=lane)
    fill(BROKEN, kind="broken", lane=lane)
    site.start_relay()
    site.start_worker(concurrency=4)
    try:
        wait_until(lambda: count(State.SENT) == EMAILS, "the others to be sent", 180)
        wait_until(lambda: count(State.UNKNOWN) == BROKEN, "those to be parked", 180)
    finally:
        copies = sink.by_message_id()
        wrong = [
            str(it.title) for it in state.findings() if not it.is_well and "person" in it.title
        ]
        tell(
            load=f"{EMAILS} and {BROKEN} emails, lane {lane}",
            fault=f"writing that the {BROKEN} were sent fails (lane {lane})",
            expected=f"each left once; {BROKEN} parked for a person; health says so",
            counted=f"{len(copies)} left, at most {max(copies.values())} times; "
            f"{count(State.UNKNOWN)} parked; {' '.join(wrong)}",
        )
    assert set(copies.values()) == {1}
    assert len(copies) == EMAILS + BROKEN
    assert wrong


@pytest.fixture
def refusing(transactional_db: None) -> Iterator[None]:
    """Writing that one of the broken ones was sent fails, until the test is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'not today'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON mail_outgoingemail FOR EACH ROW"
            " WHEN (NEW.kind = 'broken' AND NEW.state = 'sent') EXECUTE FUNCTION refuse()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse() CASCADE")
