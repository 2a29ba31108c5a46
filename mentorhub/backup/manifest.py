"""What a backup must hold: written last, and checked first."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

NAME = "manifest.json"
# What may vanish: whoever was signed in signs in again.
LEFT_OUT = {"django_session", "django_cache"}


class Unfit(Exception):
    """The folder is not a backup that can be restored here; says why."""


@dataclass(frozen=True)
class Sum:
    """How to tell that a table or file is whole. `rows` is that of a table."""

    sha256: str
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """The sums of the tables, by name, and of the files, by their place; the release's migrations."""

    made_at: str
    migrations: list[str]
    tables: dict[str, Sum]
    files: dict[str, Sum]

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises Unfit when there is none: such a backup was never finished."""
        try:
            data = json.loads((folder / NAME).read_text())
            tables, files = (
                {name: Sum(**one) for name, one in data[kind].items()}
                for kind in ["tables", "files"]
            )
            return cls(data["made_at"], data["migrations"], tables, files)
        except FileNotFoundError:
            raise Unfit(f"{folder} has no {NAME}: it is no backup, or was not finished") from None
        except (ValueError, KeyError, TypeError) as error:
            raise Unfit(f"{folder / NAME} cannot be read: {error}") from error

    def check(self, folder: Path) -> None:
        """Raises Unfit when a table or file is not there, or not as it was."""
        for name, whole in self.tables.items():
            _compare(table_file(folder, name), whole, compressed=True)
        for name, whole in self.files.items():
            _compare(folder / "files" / name, whole)


def table_file(folder: Path, table: str) -> Path:
    """Where the rows of a table lie."""
    return folder / "tables" / f"{table}.copy.gz"


def applied_migrations() -> list[str]:
    """Those of the database, so that rows are put back only into tables of the same shape."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def tables() -> list[str]:
    """Every table of ours whose rows are worth keeping; Django's list of migrations is not."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(names) - LEFT_OUT - {"django_migrations"})


def columns(table: str) -> list[str]:
    """Those that are stored as given, not made of others by PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'"
            " ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def pieces(path: Path, *, compressed: bool = False) -> Iterator[bytes]:
    """The content of a file, a megabyte at a time."""
    with gzip.open(path) if compressed else path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            yield piece


def _compare(path: Path, whole: Sum, *, compressed: bool = False) -> None:
    found = hashlib.sha256()
    try:
        for piece in pieces(path, compressed=compressed):
            found.update(piece)
    except (OSError, EOFError) as error:
        raise Unfit(f"{path.name} cannot be read: {error}") from error
    if found.hexdigest() != whole.sha256:
        raise Unfit(f"{path.name} is not as it was when the backup was made")
