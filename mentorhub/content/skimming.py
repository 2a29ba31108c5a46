"""The words of a Markdown text for the search, without reading it as a parser does.

A parser takes as long for one text as PostgreSQL for twenty, and reindexing reads them all. The
words are the same but for the oddest marks; nothing of this is shown as anything but plain text.
"""

import html
import re
from dataclasses import dataclass

FENCE = re.compile(r"^\s*(?:```|~~~)")
NOTHING = re.compile(r"^\s*(?::::.*|[-*_=\s|:]+|\[[^\]\s]+\]:\s.*)$")  # rules, frames, addresses
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
BEFORE = re.compile(r"^\s*(?:(?:>|[-*+]|\d{1,9}[.)])\s+|>)*")  # of a quotation or a list
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
ANGLES = re.compile(r"<([a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>", re.I)
MARKS = re.compile(r"(?<!\\)(?:\*+|~~|`+|(?<!\w)_+|_+(?!\w))")
MARKED = re.compile(r"[\\\[*_`~|<&]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Skimmed:
    """The text, one line a line, and what its headings say."""

    text: str
    headings: list[str]


def skim(source: str) -> Skimmed:
    """The words of a Markdown text without its marks and addresses."""
    lines, headings, in_code = list[str](), list[str](), False
    for line in source.splitlines():
        if line[:1].isalpha() and not in_code:
            lines.append(_said(line))
        elif FENCE.match(line):
            in_code = not in_code
        elif in_code:
            lines.append(line.strip())
        elif not NOTHING.match(line):
            heading = HEADING.match(line)
            said = _said(heading[1] if heading else BEFORE.sub("", line))
            lines.append(said)
            if heading:
                headings.append(said)
    return Skimmed("\n".join(filter(None, lines)), headings)


def _said(line: str) -> str:
    if not MARKED.search(line):
        return line.strip()
    line = line.replace("|", " ")
    if "[" in line:
        line = LINK.sub(r"\1", line)
    if "<" in line:
        line = ANGLES.sub(r"\1", line)
    line = MARKS.sub("", line)
    if "\\" in line:
        line = ESCAPED.sub(r"\1", line)
    return (html.unescape(line) if "&" in line else line).strip()
