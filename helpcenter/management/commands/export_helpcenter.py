"""All articles as a folder of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from helpcenter.exporting import export_folder


class Command(BaseCommand):
    help = "Writes every category and article to a folder that import_helpcenter reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"{export_folder(folder)} files written to {folder}.")
