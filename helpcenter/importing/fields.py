"""Single values of a record of Zendesk's, checked: each raises Unusable with the reason."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from helpcenter.models import Article
from mentorhub.content.reports import Unusable

from .records import Record


def words(record: Record, *keys: str, most: int, needed: str = "") -> str:
    """The first of these values that says something, in one line; cut at a word when too long."""
    for key in keys:
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise Unusable(f"{key} must be words")
        if value and (line := " ".join(value.replace("\0", " ").split())):
            return shortened(line, most)
    if needed:
        raise Unusable(f"it has no {needed}")
    return ""


def shortened(line: str, most: int) -> str:
    """At most so many characters, ending with a whole word."""
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def flag(record: Record, key: str) -> bool:
    """Yes or no; no when it is not said."""
    value = record.get(key)
    if value is not None and not isinstance(value, bool):
        raise Unusable(f"{key} must be true or false")
    return bool(value)


def number(record: Record, key: str) -> int:
    """A whole number of at least 0; 0 for what is none."""
    value = record.get(key)
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else 0


def moment(record: Record, *keys: str) -> datetime.datetime | None:
    """The first of these moments that is given; none lies in the future."""
    for key in keys:
        value = record.get(key)
        if not value:
            continue
        try:
            found = parse_datetime(value)
        except (TypeError, ValueError):
            found = None
        if found is None:
            raise Unusable(f"{key} must be a date such as 2026-11-24T10:00:00Z")
        found = found if timezone.is_aware(found) else found.replace(tzinfo=datetime.UTC)
        return min(found, timezone.now())
    return None


def language(locale: Any) -> str:
    """Ours for one of Zendesk's locales, such as en-us; empty for another language."""
    short = str(locale or "").lower().replace("_", "-").split("-")[0]
    return short if short in Article.Language.values else ""


def labels(record: Record, tags: dict[str, Record]) -> list[str]:
    """The labels of an article and the names of its content tags."""
    names = record.get("label_names")
    ids = record.get("content_tag_ids")
    found = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    for key in ids if isinstance(ids, list) else []:
        name = tags.get(str(key), {}).get("name")
        found += [name] if isinstance(name, str) else []
    return [" ".join(name.replace("\0", " ").split()) for name in dict.fromkeys(found)]
