"""What a Celery worker does between its tasks."""

import pytest
from django.db import connection, transaction

from mentorhub.mail.models import OutgoingEmail, State
from tests.factories import mail
from tests.rig.stack import Stack, wait_until

pytestmark = pytest.mark.processes

TASKS, EMAILS_A_TASK = 20, 5


def sessions_so_far() -> int:
    """How many sessions were ever begun with the database; one that lasts counts from its start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def send(count: int, name: str) -> None:
    with transaction.atomic():
        for number in range(count):
            mail.email(f"{name}{number}@mentorhub.example")
    wait_until(
        lambda: not OutgoingEmail.objects.exclude(state=State.SENT).exists(), "every email", 60
    )


def test_a_worker_keeps_its_session_with_the_database_from_task_to_task(stack: Stack) -> None:
    stack.start_relay()
    stack.start_worker(concurrency=1)
    send(EMAILS_A_TASK, "first")
    before = sessions_so_far()

    send(TASKS * EMAILS_A_TASK, "more")

    assert sessions_so_far() - before < TASKS / 4
