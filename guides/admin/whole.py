"""A content as the pages of the admin show it: all tabs, one below the other."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from guides.changes import Change
from guides.content import Content, PartText
from mentorhub.content import markdown


@dataclass(frozen=True)
class Shown:
    """A part with its texts as HTML; a deliverable has its criteria below."""

    part: PartText
    texts: list[tuple[str, SafeString]]
    below: "list[Shown]"


@dataclass(frozen=True)
class Whole:
    brief: SafeString
    assessment: SafeString
    sections: list[Shown]
    deliverables: list[Shown]


def whole(content: Content) -> Whole:
    """The content with every text rendered."""
    content = content.with_anchors(set())
    return Whole(
        brief=_html(content.brief),
        assessment=_html(content.assessment),
        sections=[_shown(it) for it in content.sections],
        deliverables=[_shown(it) for it in content.deliverables],
    )


def _shown(part: Any) -> Shown:
    texts = [(part.TEXTS[name], _html(text)) for name, text in part.texts]
    return Shown(part, texts, [_shown(it) for it in getattr(part, "criteria", ())])


def _html(text: str) -> SafeString:
    """Below the title of its part, and without ids: the anchors of the parts are the page's ids."""
    return markdown.render(text, under=3, ids=False).html


@dataclass(frozen=True)
class Row:
    """A change, what the new part says, and how many open notes hang on it."""

    change: Change
    part: PartText | None
    notes: int


def rows(changes: list[Change], new: Content, notes: dict[str, int]) -> list[Row]:
    """Changes as a page lists them."""
    return [Row(it, new.part(it.anchor), notes.get(it.anchor, 0)) for it in changes]
