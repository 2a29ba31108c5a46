"""Other texts and questions through the search of the site."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorhub.search import indexing, vocabulary
from mentorhub.search.models import Entry
from mentorhub.search.registry import Document
from mentorhub.search.scratch import scratch_index
from mentorhub.search.searching import search

MOST = 10


class Command(BaseCommand):
    help = (
        "Ranks documents for queries, both JSON lines: {id, title, body} and {id, text}. Prints "
        "query id, tab, document id, best first, ten at most for each. Nothing is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", type=Path)
        parser.add_argument("queries", type=Path)
        parser.add_argument("--language", default="en", help="of the documents: en or fr")
        parser.add_argument("--synonyms", action="store_true", help="use those of this site")

    def handle(self, *args: Any, **options: Any) -> None:
        names: list[str] = []
        with scratch_index(synonyms=options["synonyms"]):
            documents = self._documents(options["documents"], options["language"], names)
            while batch := list(islice(documents, indexing.A_BATCH)):
                indexing.write("scratch", batch)
            vocabulary.refresh()
            vocabulary.analyze()
            for line in _lines(options["queries"]):
                found = search(str(line.get("text", "")), Entry.objects.all(), results=MOST)
                numbers = _numbers([one.entry for one in found.ranked])
                for one in found.ranked:
                    self.stdout.write(f"{line['id']}\t{names[numbers[one.entry]]}")

    def _documents(self, path: Path, language: str, names: list[str]) -> Iterator[Document]:
        for number, line in enumerate(_lines(path)):
            names.append(str(line["id"]))
            yield Document(
                object_id=number,
                url="/",
                title=str(line.get("title") or ""),
                body=str(line.get("body") or ""),
                date=timezone.now(),
                language=str(line.get("language") or language),
            )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; raises CommandError that names the line which is none."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    line = json.loads(text)
                    if not isinstance(line, dict) or "id" not in line:
                        raise CommandError(f"{path}, line {number}: no object with an id")
                    yield line
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from None


def _numbers(entries: list[int]) -> dict[int, int]:
    return dict(Entry.objects.filter(pk__in=entries).values_list("pk", "object_id"))
