"""What Zendesk's list endpoints give, read from files whatever they are called.

Pages of one endpoint, the incremental export, sideloads, nested translations, one file with
everything, a bare list: a thing is known by the list it stands in, else by its own keys.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as Folder
from typing import Any

from mentorhub.content.reports import Outcome, Report

Record = dict[str, Any]
MOST_BYTES = 200_000_000
LISTS = {
    "categories": "category", "sections": "section", "articles": "article",
    "translations": "translation", "votes": "vote", "article_attachments": "attachment",
    "attachments": "attachment", "content_tags": "tag",
}  # fmt: skip
ONE = {**{kind: kind for kind in LISTS.values()}, "article_attachment": "attachment"}
WRAPPED = {"results", "records", "pages", "data"}


@dataclass
class Records:
    """The things by their ids there; the texts of each in all languages by (kind, id, locale)."""

    by_id: dict[str, dict[str, Record]] = field(
        default_factory=lambda: {kind: {} for kind in {*LISTS.values()}}
    )
    texts: dict[tuple[str, str], dict[str, Record]] = field(default_factory=dict)
    told: int = 0  # how many articles the endpoint says there are

    def of(self, kind: str) -> dict[str, Record]:
        return self.by_id[kind]

    def texts_of(self, kind: str, key: str) -> dict[str, Record]:
        """By locale."""
        return self.texts.get((kind, key), {})

    def add(self, kind: str, record: Record) -> None:
        """Keep a record; of two with one id the newer. Raises KeyError when it lacks its id."""
        if kind == "translation":
            about = str(record.get("source_type") or "article").lower()
            self._add_text(about, _id(record, "source_id"), record, spelled_out=True)
            return
        key = _id(record)
        kept = self.by_id[kind].get(key)
        if kept is None or _rank(record) >= _rank(kept):
            self.by_id[kind][key] = record
        if record.get("locale"):
            self._add_text(kind, key, record)
        nested = record.get("translations")
        for each in nested if isinstance(nested, list) else []:
            if isinstance(each, dict):
                self._add_text(kind, key, each, spelled_out=True)

    def _add_text(self, kind: str, key: str, record: Record, spelled_out: bool = False) -> None:
        """A text from the translations endpoint is more exact than the one in the thing itself."""
        locale = str(record["locale"]).lower()
        texts = self.texts.setdefault((kind, key), {})
        new = {**record, "_exact": spelled_out}
        kept = texts.get(locale)
        if kept is None or (spelled_out, _rank(new)[1]) >= (kept["_exact"], _rank(kept)[1]):
            texts[locale] = new


def read(source: Folder, report: Report) -> Records:
    """All records in a file, or in the JSON files of a folder and the folders in it."""
    records = Records()
    for file in files_of(source):
        name = file.name if source.is_file() else str(file.relative_to(source))
        try:
            if file.stat().st_size > MOST_BYTES:
                raise ValueError(f"larger than {MOST_BYTES} bytes")
            data = json.loads(file.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError:
            report.add(Outcome.SKIPPED, name, "not UTF-8")
        except json.JSONDecodeError as error:
            report.add(Outcome.SKIPPED, name, f"no JSON: line {error.lineno}, {error.msg}")
        except (ValueError, OSError, RecursionError) as error:
            report.add(Outcome.SKIPPED, name, str(error))
        else:
            _take(records, data, name, report)
    return records


def files_of(source: Folder) -> list[Folder]:
    """The JSON files to read."""
    if source.is_file():
        return [source]
    found = (file for file in source.rglob("*") if file.suffix.lower() == ".json")
    return sorted(file for file in found if file.is_file() and not file.is_symlink())


def _take(records: Records, data: Any, name: str, report: Report) -> None:
    any_found = False
    for kind, where, record in _found_in(data, ""):
        any_found = True
        try:
            if not isinstance(record, dict):
                raise TypeError
            records.add(kind, record)
        except (KeyError, TypeError) as error:
            lacks = f"it has no {error.args[0]}" if error.args else "it is no record"
            report.add(Outcome.SKIPPED, f"{name}, {where}", lacks)
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        count = data.get("count")
        records.told = max(records.told, count if isinstance(count, int) else 0)
    empty = isinstance(data, dict) and any(data.get(one) == [] for one in LISTS)
    if not any_found and not empty:
        report.note(f"{name}: nothing of a Help Center in it")


def _found_in(data: Any, where: str) -> Iterator[tuple[str, str, Any]]:
    """Each record with what it is and where it stands."""
    if isinstance(data, list):
        for number, each in enumerate(data, 1):
            yield from _found_in(each, f"{where or 'entry'} {number}")
    elif isinstance(data, dict):
        if kind := _kind(data):
            yield kind, where or kind, data
            return
        for key, value in data.items():
            if key in LISTS and isinstance(value, list):
                for number, each in enumerate(value, 1):
                    yield LISTS[key], f"{key} {number}", each
            elif key in ONE and isinstance(value, dict):
                yield ONE[key], key, value
            elif key in WRAPPED:
                yield from _found_in(value, key)


def _kind(record: Record) -> str:
    """What a record is, by its own keys; empty for what is none."""
    keys = record.keys()
    if {"source_id", "locale"} <= keys:
        return "translation"
    if {"item_id", "value"} <= keys:
        return "vote"
    if "content_url" in keys or {"file_name", "article_id"} <= keys:
        return "attachment"
    if "section_id" in keys or {"id", "title", "body"} <= keys:
        return "article"
    if "id" in keys and "name" in keys:
        if "category_id" in keys:
            return "section"
        if keys & {"source_locale", "locale", "html_url"}:
            return "category"
    return ""


def _id(record: Record, key: str = "id") -> str:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise KeyError(key)
    return str(value)


def _rank(record: Record) -> tuple[bool, str]:
    """The one in the language it was written in counts most, then the newer one."""
    is_source = record.get("locale") == record.get("source_locale")
    return is_source, str(record.get("edited_at") or record.get("updated_at") or "")
