"""Rows that are due become tasks, whatever happens on the way."""

import datetime
import queue
import threading
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import due, lanes, loop
from tests.factories import mail
from tests.reliability.at_once import at_once

from .conftest import published

pytestmark = pytest.mark.django_db
SOON = 10  # seconds that a test waits for another thread before it fails


def of_lane(lane: str) -> due.Due:
    return next(each for each in due.registry if each.lane == lane and "mail" in each.task)


def emails(count: int, lane: str = lanes.ACCOUNT) -> list[int]:
    readers = [f"reader{number}@example.net" for number in range(count)]
    return [mail.email(to, key=f"{lane}:{to}", lane=lane).pk for to in readers]


# --- What is published -----------------------------------------------------------------------


def test_what_is_due_is_published_by_its_ids_alone():
    [pk] = emails(1)
    loop.relay_everything()
    [task] = published()
    assert (task.lane, task.task, task.args, task.kwargs) == (
        lanes.ACCOUNT,
        "mail.send_emails",
        [[pk]],
        {},
    )


def test_a_task_is_small_however_much_is_due():
    emails(20)
    loop.relay_everything()
    assert max(task.size for task in published()) < 4096


def test_each_lane_has_a_queue_of_its_own():
    account, bulk = (
        emails(3),
        emails(3, lanes.BULK)[:0]
        or list(
            OutgoingEmail.objects.in_lane(lanes.BULK).order_by("pk").values_list("pk", flat=True)
        ),
    )
    loop.relay_everything()
    by_lane = {task.lane: task.args[0] for task in published()}
    assert by_lane[lanes.ACCOUNT] == account
    assert by_lane.get(lanes.BULK, []) == bulk


def test_more_than_one_batch_is_published_in_one_round():
    ids = emails(loop.AT_ONCE + 20)
    assert loop.relay_everything() == len(ids)
    found = [pk for task in published() for [some] in [task.args] for pk in some]
    assert found == ids
    assert max(len(task.args[0]) for task in published()) == of_lane(lanes.ACCOUNT).ids_a_task


def test_what_is_urgent_stands_behind_a_few_at_most():
    """R07, R18: ten thousand emails wait, and somebody for a code."""
    emails(loop.AHEAD + 20)
    assert loop.relay_everything() == loop.AHEAD
    answer = mail.email("mentor@example.net", automatic=False).pk
    code = mail.email("somebody@example.net", secret=True).pk
    assert loop.relay_everything() == 0

    OutgoingEmail.objects.exclude(woken_at=None).update(state=State.SENT)
    loop.relay_everything()

    assert published()[loop.AHEAD // 5].args[0][:2] == [code, answer]


def test_what_got_lost_stands_in_nobodys_way():
    """R03: Redis was emptied with as much in it as is ever ahead."""
    emails(loop.AHEAD)
    loop.relay_everything()
    OutgoingEmail.objects.update(woken_at=timezone.now() - 2 * loop.ON_ITS_WAY)
    mail.email("somebody@example.net", secret=True)

    assert loop.relay_everything() == 1


def test_what_is_not_due_yet_is_left_alone():
    emails(1)
    OutgoingEmail.objects.update(due_at=timezone.now() + datetime.timedelta(hours=1))
    assert loop.relay_everything() == 0
    assert published() == []


def test_what_was_published_is_marked_and_not_published_again():
    emails(3)
    loop.relay_everything()
    assert not OutgoingEmail.objects.filter(woken_at=None).exists()
    assert loop.relay_everything() == 0
    assert len(published()) == 1


def test_what_was_published_and_not_done_is_published_again_after_a_while(settings):
    """Redis may have been emptied, or a worker killed."""
    [pk] = emails(1)
    loop.relay_everything()
    earlier = datetime.timedelta(seconds=settings.RELAY_AGAIN_SECONDS + 1)
    OutgoingEmail.objects.update(woken_at=timezone.now() - earlier)
    assert loop.relay_everything() == 1
    assert [task.args for task in published()] == [[[pk]], [[pk]]]


@pytest.mark.django_db(transaction=True)
def test_several_relays_at_once_share_the_work():
    ids = emails(60)
    counts = at_once([loop.relay_everything] * 4)
    assert sum(counts) == len(ids)
    found = [pk for task in published() for pk in task.args[0]]
    assert sorted(found) == ids


# --- A broker that is away -------------------------------------------------------------------


@pytest.fixture
def no_rest(monkeypatch) -> None:
    """The loop rests a second when something is away; not here."""
    rest = types.SimpleNamespace(sleep=lambda _seconds: None, monotonic=time.monotonic)
    monkeypatch.setattr(loop, "time", rest)


def test_a_broker_that_is_away_costs_no_row_its_turn(broker, no_rest):
    ids = emails(12)
    assert loop.relay_everything() == 0
    assert OutgoingEmail.objects.filter(woken_at=None).count() == len(ids)
    broker.start()
    assert loop.relay_everything() == len(ids)
    found = [pk for task in published(broker.redis_url()) for pk in task.args[0]]
    assert found == ids


def test_the_marks_of_what_was_not_published_are_taken_back(monkeypatch):
    ids = emails(12)
    send = loop.app.send_task
    sent: list[list[int]] = []

    def break_down(task, *, args, **options):
        """The edge of the system: a broker that goes away after the first task of a batch."""
        if sent:
            raise BrokerError("gone")
        sent.append(args[0])
        return send(task, args=args, **options)

    monkeypatch.setattr(loop.app, "send_task", break_down)
    with pytest.raises(BrokerError):
        loop.relay(of_lane(lanes.ACCOUNT))
    marked = OutgoingEmail.objects.exclude(woken_at=None).order_by("pk")
    assert list(marked.values_list("pk", flat=True)) == sent[0] == ids[:5]


# --- The loop --------------------------------------------------------------------------------


class Stop(BaseException):
    """Ends the loop, which nothing else does."""


class Relay:
    """The loop in a thread of its own; each round it asks what is due is told to `rounds`."""

    def __init__(self) -> None:
        self.rounds: queue.Queue[int] = queue.Queue()
        self.stopping = False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            loop.run()
        except Stop:
            pass
        finally:
            connections.close_all()

    def nothing(self) -> object:
        """Asked for what is due: notes which database connection asked, and that nothing is."""
        if self.stopping:
            raise Stop
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.rounds.put(cursor.fetchone()[0])
        return OutgoingEmail.objects.none()

    def next_round(self) -> int:
        """Wait for it; the number of its database connection."""
        return self.rounds.get(timeout=SOON)


@contextmanager
def running() -> Iterator[Relay]:
    relay = Relay()
    due.registry.append(
        due.Due("test", lanes.BULK, OutgoingEmail, relay.nothing, lambda _age: None)
    )
    try:
        relay.thread.start()
        yield relay
        relay.stopping = True
        due.wake(OutgoingEmail)
        relay.thread.join(SOON)
        assert not relay.thread.is_alive()
    finally:
        due.registry.pop()


@pytest.fixture
def long_sweep(monkeypatch):
    """The loop looks by itself once an hour, so that only a notification wakes it."""
    monkeypatch.setattr(loop, "SWEEP", 3600.0)


@pytest.mark.django_db(transaction=True)
def test_a_notification_wakes_it(long_sweep):
    with running() as relay:
        relay.next_round()
        assert relay.rounds.empty()
        due.wake(OutgoingEmail)
        relay.next_round()


@pytest.mark.django_db(transaction=True)
def test_a_notification_about_other_rows_leaves_these_unread(long_sweep):
    with running() as relay:
        relay.next_round()
        due.wake(Request)
        due.wake(OutgoingEmail)
        relay.next_round()
        assert relay.rounds.empty()


@pytest.mark.django_db(transaction=True)
def test_it_looks_by_itself_when_a_notification_was_missed(monkeypatch):
    monkeypatch.setattr(loop, "SWEEP", 0.05)
    with running() as relay:
        for _ in range(3):
            relay.next_round()


@pytest.mark.django_db(transaction=True)
def test_r14_a_round_that_the_database_cuts_short_is_no_end(no_rest, monkeypatch, caplog):
    """What psycopg2 says of a connection that is lost in a statement is a plain DatabaseError."""
    rounds = iter([DatabaseError("server closed the connection unexpectedly"), Stopped()])

    def next_round() -> None:
        raise next(rounds)

    monkeypatch.setattr(loop, "relay_everything", next_round)
    with pytest.raises(Stopped):
        loop.run()
    assert "The database is away" in caplog.text


class Stopped(Exception):
    """Ends the loop."""


@pytest.mark.django_db(transaction=True)
def test_a_database_that_closes_the_connection_is_connected_to_again(long_sweep, no_rest, caplog):
    with running() as relay:
        first = relay.next_round()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [first])
        second = relay.next_round()
        assert second != first
        due.wake(OutgoingEmail)
        assert relay.next_round() == second
    assert "The database is away" in caplog.text
