"""Articles from a folder of Markdown files, or from a Zendesk Help Center."""

import contextlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from helpcenter.importing.markdown import import_folder
from helpcenter.importing.zendesk import import_zendesk
from mentorhub.content.reports import Report


class Command(BaseCommand):
    help = (
        "Makes and changes Help Center articles as a folder of Markdown files says: "
        "<category>/_category.md and <category>/<name>.<language>.md, with front matter; or as the "
        "JSON of Zendesk's list endpoints says, in a file or a folder, under any names."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="the folder, or one JSON file")
        parser.add_argument(
            "--files",
            type=Path,
            help="Zendesk: where its pictures and attachments lie; else in the folder itself, or"
            " for one JSON file in the folder beside it that bears its name",
        )
        parser.add_argument(
            "--force", action="store_true", help="Zendesk: replace what was changed here since, too"
        )
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        report = self._import(source, **options)
        for line in report.in_words():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")
        if report.unusable:
            raise CommandError(f"{report.unusable} could not be used, see above.")

    def _import(
        self, source: Path, files: Path | None, force: bool, dry_run: bool, **options: Any
    ) -> Report:
        if files and not files.is_dir():
            raise CommandError(f"{files} is no folder.")
        if source.is_file() or (source.is_dir() and not _has(source, "*/_category.md")):
            if source.is_dir() and not _has(source, "**/*.json"):
                raise CommandError(
                    f"{source} holds neither <category>/_category.md nor JSON files."
                )
            return import_zendesk(source, files=files, force=force, dry_run=dry_run)
        if not source.is_dir():
            raise CommandError(f"{source} is no folder and no file.")
        with transaction.atomic() if dry_run else contextlib.nullcontext():
            report = import_folder(source, author=None)
            if dry_run:
                transaction.set_rollback(True)
        return report


def _has(folder: Path, pattern: str) -> bool:
    return any(True for _ in folder.glob(pattern))
