"""Articles from a folder of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpcenter.importing.markdown import import_folder
from helpcenter.importing.report import Outcome


class Command(BaseCommand):
    help = (
        "Makes and changes Help Center articles as a folder of Markdown files says: "
        "<category>/_category.md and <category>/<name>.<language>.md, with front matter."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        report = import_folder(folder, author=None)
        for line in report.in_words():
            self.stdout.write(line)
        if report.count(Outcome.SKIPPED):
            raise CommandError(f"{report.count(Outcome.SKIPPED)} could not be used, see above.")
