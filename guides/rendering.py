"""The parts of a published version as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mentorhub.content import markdown

from .changes import Change
from .content import Criterion, Deliverable, PartText, Section
from .published import Published

# Where the title of a part stands: criteria are below their deliverable, which is below "Criteria".
LEVELS = {"section": 2, "deliverable": 2, "criterion": 4}


@dataclass(frozen=True)
class Shown:
    """One part on the page of one reader."""

    part: PartText
    html: SafeString
    change: Change | None = None

    @property
    def is_new_to_the_reader(self) -> bool:
        """Added or reworded since the version that they read."""
        return self.change is not None and self.change.kind != "moved"


@dataclass(frozen=True)
class ShownDeliverable:
    """A deliverable with its criteria."""

    itself: Shown
    criteria: Sequence[Shown]


class Page:
    """Makes parts into what is shown, with what one reader has to know about each."""

    def __init__(self, published: Published, language: str, changed: Iterable[Change] = ()) -> None:
        self.content = published.content
        self.html = html_of(published, language)
        self.changes = {it.anchor: it for it in changed if it.kind != "removed"}

    @property
    def sections(self) -> list[Shown]:
        return [self._shown(part) for part in self.content.sections]

    @property
    def deliverables(self) -> list[ShownDeliverable]:
        return [
            ShownDeliverable(self._shown(it), [self._shown(one) for one in it.criteria])
            for it in self.content.deliverables
        ]

    def _shown(self, part: Section | Deliverable | Criterion) -> Shown:
        at = part.anchor
        return Shown(part, self.html[at], self.changes.get(at))


# A version never changes and is the same for all its readers, and rendering one costs as much as a
# hundred other pages.
@lru_cache(maxsize=64)
def html_of(published: Published, language: str) -> Mapping[str, SafeString]:
    """The texts of each part by its anchor, all in the active language, which is `language`."""
    return {part.anchor: _html(part, published.guide_id) for part in published.content.parts()}


def _html(part: PartText, guide_id: int) -> SafeString:
    level = LEVELS[part.kind]
    named = part.kind == "section"
    texts = []
    for name, text in part.texts:
        label = part.TEXTS[name]
        under = level + 1 if label else level
        # Kept here by the version, so not in the cache of render(), which is for single texts.
        rendered = markdown.render.__wrapped__(text, under=under, ids=False)
        texts.append({"name": name, "label": label, "html": rendered.html})
    context = {"part": part, "guide_id": guide_id, "texts": texts, "label_is_heading": named}
    return render_to_string("guides/_texts.html", context)
