"""Brings a backup back, into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorhub.backup.manifest import Unfit
from mentorhub.backup.restoring import restore


class Command(BaseCommand):
    help = "Restore the backup in FOLDER; migrate first. Sending stays paused afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="one backup, as the command backup wrote it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["folder"])
        except (Unfit, OSError) as why:
            raise CommandError(f"Nothing was restored: {why}.") from why
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{rows} rows and {len(manifest.files)} files of {manifest.made_at} are back."
        )
        self.stdout.write("No email leaves until you run: manage.py sending resume")
