"""Guides from a folder of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.importing import import_folder
from guides.models import Version
from mentorhub.people.models import User

LONGEST_WHY = Version._meta.get_field("why").max_length


class Command(BaseCommand):
    help = (
        "Makes drafts of guides as a folder of Markdown files says: <path>/<project>/project.md "
        "and what export_guides writes beside it. Nothing is published unless you ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--publish", action="store_true", help="Publish what was imported.")
        parser.add_argument("--why", default="", help="With --publish: the line that readers see.")
        parser.add_argument("--author", default="", help="The address of who it is from.")
        parser.add_argument("--force", action="store_true", help="Overwrite what was changed here.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        why = " ".join(options["why"].split())
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        if options["publish"] != bool(why):
            raise CommandError("--publish and --why go together: readers see what changed and why.")
        if len(why) > (LONGEST_WHY or 0):
            raise CommandError(f"--why has {len(why)} characters; {LONGEST_WHY} fit.")
        report = import_folder(
            folder,
            self._author(options["author"]),
            why=why,
            force=options["force"],
            dry_run=options["dry_run"],
        )
        if not report.lines:
            raise CommandError(f"{folder} holds no <path>/<project>/project.md.")
        for line in report.in_words():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Nothing was changed: this was a dry run.")
        if report.unusable:
            raise CommandError(f"{report.unusable} could not be used, see above.")

    def _author(self, address: str) -> User | None:
        if not address:
            return None
        author = User.objects.filter(email__iexact=address).first()
        if author is None:
            raise CommandError(f"Nobody has the address {address}.")
        return author
