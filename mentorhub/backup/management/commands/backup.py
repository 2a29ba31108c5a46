"""Writes a backup, for a nightly timer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorhub.backup.writing import back_up


class Command(BaseCommand):
    help = "Write all rows and files into a new folder under FOLDER, named for the moment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"] / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        try:
            manifest = back_up(folder)
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}") from error
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{folder}: {rows} rows, {len(manifest.files)} files")
