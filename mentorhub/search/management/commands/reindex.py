"""The index from scratch."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorhub.search import indexing, registry, vocabulary


class Command(BaseCommand):
    help = "Writes the search index anew, of one kind or of all, while search goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help="such as article; all kinds without it")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = [source.kind for source in registry.sources()]
        if options["kind"] and options["kind"] not in kinds:
            known = ", ".join(kinds) or "none is registered"
            raise CommandError(f"There is no kind {options['kind']}. There are: {known}.")
        for kind in [options["kind"]] if options["kind"] else kinds:
            begun = time.monotonic()

            def show(count: int, kind: str = kind, begun: float = begun) -> None:
                rate = count / max(time.monotonic() - begun, 0.001)
                self.stdout.write(f"{kind}: {count} ({rate:.0f} a second)")

            count = indexing.reindex(kind, show)
            self.stdout.write(f"{kind}: {count} entries in {time.monotonic() - begun:.1f} s.")
        vocabulary.analyze()
