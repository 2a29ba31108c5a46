"""Making a backup while the site goes on: all tables as of one moment, then the files."""

import gzip
import hashlib
import posixpath
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection, transaction

from .manifest import Manifest, Sum, applied_migrations, columns, pieces, table_file, tables


def back_up(folder: Path) -> Manifest:
    """Write everything into a new folder. Raises FileExistsError when it is there already.

    Files are copied after the rows that name them: files are never changed, so each row finds its
    own. What was uploaded in between is there without a row and harms nobody.
    """
    folder.mkdir(parents=True)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    (folder / "tables").mkdir()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        migrations = applied_migrations()
        rows = {table: _copy_table(table, table_file(folder, table)) for table in tables()}
    manifest = Manifest(made_at, migrations, rows, dict(_copy_files(folder / "files")))
    manifest.write(folder)
    return manifest


class _Summing:
    """A file that knows the hash of what was written into it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.hash.update(piece)
        return self.file.write(piece)


def _copy_table(table: str, path: Path) -> Sum:
    """In the order of the primary key, so that the same rows give the same hash."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns(table)))
    key = ", ".join(map(quote, _key_of(table)))
    with gzip.open(path, "wb", compresslevel=5) as file, connection.cursor() as cursor:
        summing = _Summing(file)  # type: ignore[arg-type]  # GzipFile is an IO[bytes] in all but name
        cursor.copy_expert(
            f"COPY (SELECT {names} FROM {quote(table)} ORDER BY {key}) TO STDOUT",  # noqa: S608 (names of ours, quoted)
            summing,
        )
        return Sum(summing.hash.hexdigest(), cursor.rowcount)


def _key_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    key = [one["columns"] for one in constraints.values() if one["primary_key"]]
    return key[0] if key else ["1"]


def _copy_files(target: Path) -> list[tuple[str, Sum]]:
    copied = []
    for name in _names():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, (target / name).open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:  # forgotten meanwhile
            continue
        found = hashlib.sha256()
        for piece in pieces(target / name):
            found.update(piece)
        copied.append((name, Sum(found.hexdigest())))
    return copied


def _names(folder: str = "") -> Iterator[str]:
    """Every file, on a disk or in a bucket."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # there is none yet
        return
    yield from (posixpath.join(folder, name) for name in sorted(files))
    for inner in sorted(folders):
        yield from _names(posixpath.join(folder, inner))
