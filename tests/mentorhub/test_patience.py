"""A page that waited in vain for a lock makes the next ones wait for a moment only."""

import psycopg2
import pytest
from django.db import connection

from mentorhub import patience

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paths_are_locked(db, monkeypatch):
    """By somebody else, and pages wait a tenth of a second for it."""
    monkeypatch.setattr(patience, "_until", 0.0)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 100")
    holder = psycopg2.connect(**connection.get_connection_params())
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE contact_topic IN ACCESS EXCLUSIVE MODE")
    yield
    holder.close()
    connection.close()


def waits_for() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_r15_the_next_pages_wait_for_a_moment_and_later_ones_as_ever(
    client, paths_are_locked, monkeypatch
):
    client.raise_request_exception = False
    assert client.get("/contact/").status_code == 503

    patience.adapt()
    assert waits_for() == "300ms"

    monkeypatch.setattr(patience, "_until", 0.0)
    patience.adapt()
    assert waits_for() == "0"


def test_what_is_no_lock_makes_nobody_impatient(monkeypatch):
    monkeypatch.setattr(patience, "_until", 0.0)
    connection.ensure_connection()

    patience.lost_by(ZeroDivisionError())
    patience.adapt()

    assert waits_for() == "0"
