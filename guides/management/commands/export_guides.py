"""Guides as a folder of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.exporting import export_folder


class Command(BaseCommand):
    help = "Writes guides, drafts where there are any, to a folder that import_guides reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--path", default="", help="Only of this path, by its address.")
        parser.add_argument("--project", type=int, help="Only the project of this number.")

    def handle(
        self, *args: Any, folder: Path, path: str, project: int | None, **options: Any
    ) -> None:
        names = export_folder(folder, path, project)
        if not names:
            raise CommandError("There is no such guide.")
        for name in names:
            self.stdout.write(name)
        self.stdout.write(f"{len(names)} written to {folder}.")
