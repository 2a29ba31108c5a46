"""Files of Markdown with a head of keys and values, as authors keep them in git."""

import re
from pathlib import Path
from typing import Any

import yaml

from .reports import Unusable

MOST_BYTES = 500_000
HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read(file: Path) -> tuple[dict[str, Any], str]:
    """The head of a file as data, and the rest; raises Unusable."""
    text = read_text(file)
    found = HEAD.match(text)
    if found is None or not found[1].strip():
        raise Unusable("no front matter between two lines of ---")
    try:
        data = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 2}" if mark else ""
        raise Unusable(f"front matter is no YAML{where}") from None
    if not isinstance(data, dict):
        raise Unusable("front matter is no list of keys and values")
    return data, text[found.end() :].strip("\n").rstrip()


def read_text(file: Path) -> str:
    """All that a file says, its lines ended by line feeds; raises Unusable."""
    if file.stat().st_size > MOST_BYTES:
        raise Unusable(f"larger than {MOST_BYTES} bytes")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("not UTF-8") from None
    if "\0" in text:
        raise Unusable("holds a NUL")
    return text


def written(head: dict[str, Any], body: str) -> str:
    """The file that read() gives back as this head and body."""
    data = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{data}---\n\n{body}\n" if body else f"---\n{data}---\n"


def only(head: dict[str, Any], known: set[str]) -> None:
    """Raise Unusable for keys that nobody reads: mostly a known one misspelt."""
    if unknown := sorted(map(str, set(head) - known)):
        raise Unusable(f"unknown in front matter: {', '.join(unknown)}")


def words(head: dict[str, Any], key: str) -> str:
    """A value that must say something, in one line; raises Unusable."""
    value = head.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Unusable(f"{key} is missing" if value is None else f"{key} must be words")
    return " ".join(value.split())
