"""Other texts and questions through the search of the site."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorhub.search import indexing, meaning, vocabulary
from mentorhub.search.models import Entry
from mentorhub.search.registry import Document
from mentorhub.search.scratch import scratch_index
from mentorhub.search.searching import search
from mentorhub.search.stop_words import STOP_WORDS, language_of

MOST = 10


class Command(BaseCommand):
    help = (
        "Ranks documents for queries, both JSON lines: {id, title, body} and {id, text}. Prints "
        "query id, tab, document id, best first, ten at most for each. Nothing is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", type=Path)
        parser.add_argument("queries", type=Path)
        parser.add_argument(
            "--language", choices=STOP_WORDS, help="of all documents, en or fr; told by their words"
        )
        parser.add_argument("--synonyms", action="store_true", help="use those of this site")

    def handle(self, *args: Any, **options: Any) -> None:
        names: list[str] = []
        queries = list(_lines(options["queries"]))  # what is wrong with them is said at once
        with scratch_index(synonyms=options["synonyms"]):
            documents = self._documents(options["documents"], options["language"], names)
            while batch := list(islice(documents, indexing.A_BATCH)):
                indexing.write("scratch", batch)
                self._tell(len(names), "documents", indexing.A_BATCH * 5)
            while meaning.refresh():
                self.stderr.write("meaning taken")
            vocabulary.refresh()
            vocabulary.analyze()
            for number, line in enumerate(queries, 1):
                found = search(_text(line.get("text")), Entry.objects.all(), results=MOST)
                numbers = _numbers([one.entry for one in found.ranked])
                for one in found.ranked:
                    self.stdout.write(f"{_text(line['id'])}\t{names[numbers[one.entry]]}")
                self._tell(number, "queries", 500)

    def _tell(self, count: int, what: str, step: int) -> None:
        if count % step == 0:
            self.stderr.write(f"{count} {what}")

    def _documents(self, path: Path, language: str | None, names: list[str]) -> Iterator[Document]:
        for number, line in enumerate(_lines(path)):
            names.append(_text(line["id"]))
            title, body = _text(line.get("title")), _text(line.get("body"))
            yield Document(
                object_id=number,
                url="/",
                title=title,
                body=body,
                date=timezone.now(),
                language=_language(line, language, f"{title} {body}"),
            )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; raises CommandError that names the line which is none."""
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    line = json.loads(text)
                    if not isinstance(line, dict) or line.get("id") is None:
                        raise CommandError(f"{path}, line {number}: no object with an id")
                    yield line
    except OSError as error:
        raise CommandError(f"{path}: {error}") from None
    except ValueError as error:
        raise CommandError(f"{path}, near line {number}: {error}") from None


def _language(line: dict[str, Any], every: str | None, text: str) -> str:
    """The one that the line names, that all have, or that the words tell."""
    own = _text(line.get("language"))[:2].lower()
    return own if own in STOP_WORDS else every or language_of(text, "en")


def _text(value: object) -> str:
    """As text that can be stored and printed: JSON may hold halves of characters."""
    text = "" if value is None else str(value)
    return text.encode(errors="replace").decode()


def _numbers(entries: list[int]) -> dict[int, int]:
    return dict(Entry.objects.filter(pk__in=entries).values_list("pk", "object_id"))
