"""What a guide says, as a value: the brief, the sections, the deliverables and their criteria.

The draft and every published version hold one of these, as JSON. Two of them can be compared, and
one be put in the place of another, without a thought for rows. What outlives a version is the
anchor of a part: notes, requests, search and links hold on to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhub.content.markdown import TAKEN, anchor

LONGEST_TEXT = 100_000
LONGEST_TITLE = 150
MOST_PARTS = 200
# Ids that a guide's pages use themselves.
TAKEN_ANCHORS = TAKEN | {"brief", "criteria", "notes", "changes", "checklist"}


@dataclass(frozen=True)
class PartText:
    """What sections, deliverables and criteria have in common."""

    kind: ClassVar[str]
    # The texts of the part in reading order, each with what it is called above the text.
    TEXTS: ClassVar[Mapping[str, Any]]

    title: str
    anchor: str = ""

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Name and Markdown of each text there is."""
        for name in self.TEXTS:
            if text := getattr(self, name):
                yield name, text

    @property
    def words(self) -> str:
        """All it says, as Markdown."""
        return "\n\n".join(text for _name, text in self.texts)


@dataclass(frozen=True)
class Section(PartText):
    """What the mentor does in one session, or a chapter of its own."""

    text: str = ""
    aims: str = ""
    questions: str = ""
    difficulties: str = ""
    resources: str = ""

    kind: ClassVar[str] = "section"
    TEXTS: ClassVar[Mapping[str, Any]] = {
        "text": "",
        "aims": gettext_lazy("Aims"),
        "questions": gettext_lazy("Questions to ask"),
        "difficulties": gettext_lazy("Common difficulties"),
        "resources": gettext_lazy("Resources"),
    }


@dataclass(frozen=True)
class Criterion(PartText):
    """What the assessor checks on a deliverable."""

    checked: str = ""
    meets: str = ""
    fails: str = ""
    missed: str = ""

    kind: ClassVar[str] = "criterion"
    TEXTS: ClassVar[Mapping[str, Any]] = {
        "checked": gettext_lazy("What is checked"),
        "meets": gettext_lazy("Meets expectations when"),
        "fails": gettext_lazy("Does not meet them when"),
        "missed": gettext_lazy("Often missed"),
    }


@dataclass(frozen=True)
class Deliverable(PartText):
    """What the student hands in, and the criteria it is checked by."""

    text: str = ""
    criteria: tuple[Criterion, ...] = ()

    kind: ClassVar[str] = "deliverable"
    TEXTS: ClassVar[Mapping[str, Any]] = {"text": ""}


@dataclass(frozen=True)
class Content:
    """All that a guide says. `assessment` tells the assessor how the whole is gone about."""

    brief: str = ""
    assessment: str = ""
    sections: tuple[Section, ...] = ()
    deliverables: tuple[Deliverable, ...] = field(default=())

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the JSON of a draft or a version. What it does not know it leaves out."""
        return cls(
            brief=data.get("brief", ""),
            assessment=data.get("assessment", ""),
            sections=tuple(_part(Section, it) for it in data.get("sections", ())),
            deliverables=tuple(
                replace(
                    _part(Deliverable, it),
                    criteria=tuple(_part(Criterion, one) for one in it.get("criteria", ())),
                )
                for it in data.get("deliverables", ())
            ),
        )

    def as_data(self) -> dict[str, Any]:
        """As JSON can hold it; from_data() gives the same again."""
        return asdict(self)

    @property
    def criteria(self) -> Iterator[Criterion]:
        """Those of all deliverables, in reading order."""
        for deliverable in self.deliverables:
            yield from deliverable.criteria

    def parts(self) -> Iterator[Section | Deliverable | Criterion]:
        """Every part in reading order: a deliverable stands before its criteria."""
        yield from self.sections
        for deliverable in self.deliverables:
            yield deliverable
            yield from deliverable.criteria

    def part(self, at: str) -> Section | Deliverable | Criterion | None:
        """The part of that anchor."""
        return next((part for part in self.parts() if part.anchor == at), None)

    def deliverable_of(self, at: str) -> Deliverable | None:
        """The deliverable whose criterion has that anchor."""
        return next(
            (it for it in self.deliverables if any(one.anchor == at for one in it.criteria)), None
        )

    def check(self) -> None:
        """Raise ValidationError, with a sentence for each thing that cannot be kept."""
        wrong = [sentence for part in self.parts() for sentence in _wrong_in(part)]
        for name, text in [(_("The brief"), self.brief), (_("Assessment"), self.assessment)]:
            wrong += _too_long(name, text)
        anchors = [part.anchor for part in self.parts() if part.anchor]
        if len(anchors) != len(set(anchors)):
            wrong.append(_("Two parts have the same anchor."))
        if sum(1 for _part in self.parts()) > MOST_PARTS:
            wrong.append(_("A guide has %d parts at most.") % MOST_PARTS)
        if wrong:
            raise ValidationError(wrong)

    def check_publishable(self) -> None:
        """Raise ValidationError when readers would find a page with nothing on it."""
        self.check()
        wrong = []
        if not self.sections:
            wrong.append(_("Write a section for mentors first."))
        if not any(True for _criterion in self.criteria):
            wrong.append(_("Write a criterion first: it is what mentor and assessor share."))
        wrong += [
            _("“%s” says nothing yet.") % part.title
            for part in self.parts()
            if part.kind != "deliverable" and not part.words.strip()
        ]
        if wrong:
            raise ValidationError(wrong)

    def with_anchors(self, taken: set[str]) -> "Content":
        """The same, where each part has an anchor: its own, or one made of its title.

        `taken` are anchors of parts that were published once; a new part gets none of them.
        """
        used = set(TAKEN_ANCHORS) | taken | {part.anchor for part in self.parts() if part.anchor}
        sections = tuple(_anchored(it, used) for it in self.sections)
        deliverables = tuple(
            replace(
                _anchored(it, used), criteria=tuple(_anchored(one, used) for one in it.criteria)
            )
            for it in self.deliverables
        )
        return replace(self, sections=sections, deliverables=deliverables)


def _part(kind: type, data: Mapping[str, Any]) -> Any:
    known = {it.name for it in fields(kind)} - {"criteria"}
    return kind(**{name: value for name, value in data.items() if name in known})


def _anchored(part: Any, used: set[str]) -> Any:
    return part if part.anchor else replace(part, anchor=anchor(part.title, used)[:120])


def _wrong_in(part: PartText) -> Iterator[str]:
    if not part.title.strip():
        yield _("Each section, deliverable and criterion needs a title.")
    elif len(part.title) > LONGEST_TITLE:
        yield _("A title has %(most)d characters at most: “%(title)s…”") % {
            "most": LONGEST_TITLE,
            "title": part.title[:40],
        }
    for name, text in part.texts:
        yield from _too_long(f"{part.title}, {part.TEXTS[name] or _('text')}", text)


def _too_long(name: str, text: str) -> list[str]:
    if len(text) <= LONGEST_TEXT:
        return []
    return [
        _("%(name)s: %(length)d characters are too many, %(most)d fit. Split it into sections.")
        % {"name": name, "length": len(text), "most": LONGEST_TEXT}
    ]
