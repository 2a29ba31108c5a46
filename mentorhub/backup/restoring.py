"""Bringing a backup back, into a database that nothing was written to."""

import gzip
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from mentorhub.mail import pausing

from .manifest import Manifest, Unfit, applied_migrations, columns, table_file, tables


def restore(folder: Path) -> Manifest:
    """Check the backup, put all of it back in one transaction, and leave sending paused.

    Paused, because a copy that wakes up beside the original would answer mentors a second time.
    Raises Unfit, and then nothing is changed.
    """
    manifest = Manifest.read(folder)
    manifest.check(folder)
    _fits(manifest)
    with transaction.atomic():
        _empty(tables())
        for table, whole in manifest.tables.items():
            if _put_back(table, table_file(folder, table)) != whole.rows:
                raise Unfit(f"{table} has not as many rows as it had")
        _continue_numbers()
        pausing.pause(f"restored from the backup of {manifest.made_at}")
        # Before the commit: a disk that is full leaves no rows without their files.
        for name in manifest.files:
            default_storage.delete(name)
            with (folder / "files" / name).open("rb") as source:
                if default_storage.save(name, File(source)) != name:
                    raise Unfit(f"{name} cannot be stored under its name")
    return manifest


def _fits(manifest: Manifest) -> None:
    if manifest.migrations != applied_migrations():
        raise Unfit(
            "the backup was made by another release: check out that release, run migrate, restore,"
            " then upgrade"
        )
    if missing := set(manifest.tables) - set(tables()):
        raise Unfit(f"there is no table {', '.join(sorted(missing))}")
    users = apps.get_model(settings.AUTH_USER_MODEL)._default_manager
    if users.exists():
        raise Unfit("the database is in use: restore into an empty one")


def _empty(names: list[str]) -> None:
    """Of what migrations put there: content types, the first topics, synonyms."""
    quoted = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {quoted} CASCADE")


def _put_back(table: str, path: Path) -> int:
    """How many rows there are now. Foreign keys are looked at when the transaction ends."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns(table)))
    with gzip.open(path) as file, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", file)
        return int(cursor.rowcount)


def _continue_numbers() -> None:
    """New rows get numbers after those that came back."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
