"""R26: a migration never makes pages wait behind it."""

import threading
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection

from mentorhub.home.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(migrate, "LONGEST_WAIT", "SET lock_timeout = '50ms'")
    monkeypatch.setattr(migrate, "BETWEEN", 0.05)
    yield
    connection.close()  # a command that failed leaves its session impatient


@pytest.fixture
def changes(monkeypatch) -> Iterator[list[str]]:
    """In place of the migrations: what they would change, in SQL."""
    statements: list[str] = []

    def run(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    monkeypatch.setattr(django_migrate.Command, "handle", run)
    yield statements
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contact_topic DROP COLUMN IF EXISTS one_more")
        cursor.execute("DROP INDEX IF EXISTS one_more")


def held_for(seconds: float, statement: str):
    """Somebody has the table in a transaction that takes this long."""
    holder = psycopg2.connect(**connection.get_connection_params())
    holder.cursor().execute(statement)
    threading.Timer(seconds, holder.close).start()
    return closing(holder)


def test_r26_a_table_in_use_is_waited_for_a_moment_at_a_time(changes, capsys):
    changes.append("ALTER TABLE contact_topic ADD COLUMN one_more integer")
    with held_for(0.4, "SELECT * FROM contact_topic"):
        call_command("migrate")

    assert "A table is in use, trying again" in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("SELECT one_more FROM contact_topic")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_r26_a_table_that_is_never_free_is_said(changes, monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 2)
    changes.append("ALTER TABLE contact_topic ADD COLUMN one_more integer")

    with (
        held_for(5, "SELECT * FROM contact_topic"),
        pytest.raises(CommandError, match="in use all the time"),
    ):
        call_command("migrate")


def test_r26_an_index_made_concurrently_waits_for_who_writes(changes, capsys):
    changes.append("CREATE INDEX CONCURRENTLY one_more ON contact_topic (name)")
    with held_for(0.4, "LOCK TABLE contact_topic IN ROW EXCLUSIVE MODE"):
        call_command("migrate")

    assert capsys.readouterr().err == ""
