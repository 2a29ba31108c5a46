"""A whole guide as one form: made of a Content, and read back into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from guides.content import Content, Criterion, Deliverable, Section
from guides.models import Guide

from .forms import HIGHEST
from .part_forms import (
    NO_TITLE,
    CriterionForm,
    DeliverableForm,
    PartForm,
    SectionForm,
    TextField,
)

MOST_FORMS = 300
Group = tuple[DeliverableForm, list[CriterionForm]]

# What the buttons of the screen ask for. Those that move and add do without JavaScript.
ACT = RegexValidator(
    r"\A(save|publish|add:(section|deliverable|criterion-\d{1,3})"
    r"|(up|down):(section|deliverable|criterion)-\d{1,3})\Z"
)


@dataclass(frozen=True)
class Problem:
    """What is wrong, in which box of which part."""

    box: str
    where: str
    said: str


class CountField(forms.IntegerField):
    """How many forms of a kind were sent."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=MOST_FORMS, widget=forms.HiddenInput)


class GuideForm(forms.Form):
    """Every text of a guide. The parts are forms of their own, told apart by prefix.

    An anchor is taken only when this guide has it for a part of that kind, and once: any other is
    that of a new part, so that nobody moves the notes of one part to another.
    """

    brief = TextField(label=_("Brief"), rows=8)
    assessment = TextField(label=_("How to assess"), rows=6)
    seen_version = forms.IntegerField(
        min_value=0, max_value=HIGHEST, widget=forms.HiddenInput, label=_("Version seen")
    )
    act = forms.CharField(required=False, validators=[ACT], widget=forms.HiddenInput)
    section_count = CountField()
    deliverable_count = CountField()
    criterion_count = CountField()

    def __init__(self, guide: Guide, content: Content, data: Any = None) -> None:
        counts = {
            "section_count": len(content.sections),
            "deliverable_count": len(content.deliverables),
            "criterion_count": sum(1 for _criterion in content.criteria),
        }
        initial = {"brief": content.brief, "assessment": content.assessment} | counts
        super().__init__(data, initial=initial | {"seen_version": guide.version})
        self.guide = guide
        known = dict(guide.parts.values_list("anchor", "kind"))
        self.known = known | {part.anchor: part.kind for part in guide.drafted.parts()}
        self.sections = self._rows(SectionForm, _initial(content.sections))
        self.deliverables = self._rows(DeliverableForm, _initial(content.deliverables))
        self.criteria = self._rows(CriterionForm, _criteria(content))
        self.fields["act"].initial = ""
        choices = [
            (form.index, form.heading or _("Deliverable %s") % (int(form.index) + 1))
            for form in self.deliverables
        ]
        for form in self.criteria:
            form.fields["deliverable"].choices = choices

    def is_valid(self) -> bool:
        """Of what is to be kept: what is removed need not be right."""
        forms_there = [form for form in self.parts if not form.is_removed and not form.is_blank]
        fit = [super().is_valid(), *(form.is_valid() for form in forms_there)]
        return all(fit) and not self._is_headless()

    def _is_headless(self) -> bool:
        """Whether there are criteria under a deliverable without a word; tells beside its title."""
        headless = [
            one
            for one, criteria in self.groups
            if one.is_blank
            and not one.is_removed
            and any(not it.is_blank and not it.is_removed for it in criteria)
        ]
        for one in headless:
            one.full_clean()
            one.add_error("title", NO_TITLE)
        return bool(headless)

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, each with the id of the box that it is about and where that is."""
        there = [form for form in [*self.in_order, *self._below] if not form.is_removed]
        boxes = [(form.where, field) for form in there for field in form]
        found = [Problem("", "", str(sentence)) for sentence in self.non_field_errors()]
        own = [("", self[name]) for name in self.fields]
        return found + [
            Problem(
                field.id_for_label,
                f"{where}, {field.label}" if where else str(field.label),
                str(said),
            )
            for where, field in [*own, *boxes]
            for said in field.errors
        ]

    @property
    def _below(self) -> list[PartForm]:
        rows: list[PartForm] = [it for one, criteria in self.groups for it in [one, *criteria]]
        return [*rows, *self.strays]

    @property
    def asks_to_rearrange(self) -> bool:
        """Whether the button that was pressed adds or moves a part, and saves nothing."""
        return ":" in str(self.cleaned_data.get("act", ""))

    @property
    def parts(self) -> list[PartForm]:
        return [*self.sections, *self.deliverables, *self.criteria]

    @property
    def in_order(self) -> list[SectionForm]:
        """The sections as their positions say."""
        return sorted(self.sections, key=lambda form: form.order)

    @property
    def groups(self) -> list[Group]:
        """Each deliverable with its criteria, as their positions say."""
        criteria = sorted(self.criteria, key=lambda form: form.order)
        return [
            (one, [it for it in criteria if str(it["deliverable"].value()) == one.index])
            for one in sorted(self.deliverables, key=lambda form: form.order)
        ]

    @property
    def strays(self) -> list[CriterionForm]:
        """Criteria of no deliverable that is there."""
        there = {form.index for form in self.deliverables}
        return [it for it in self.criteria if str(it["deliverable"].value()) not in there]

    @property
    def blank(self) -> list[PartForm]:
        """One empty form of each kind, for the page to copy."""
        kinds = (SectionForm, DeliverableForm, CriterionForm)
        return [kind(prefix=f"{kind.part.kind}-NEW") for kind in kinds]

    def content(self) -> Content:
        """What was typed, without what is removed or blank; fit to be kept only if is_valid()."""
        return self._content(self.in_order, self.groups, keep_blank=False)

    def rearranged(self) -> "GuideForm":
        """The same texts after a part was added or moved, as the button that was pressed asks."""
        verb, _colon, what = str(self["act"].value()).partition(":")
        kind, _dash, index = what.partition("-")
        sections, groups = self.in_order, self.groups
        if verb == "add":
            moved: PartForm | None = self._added(kind, index, sections, groups)
        else:
            lists: dict[str, Sequence[list[Any]]] = {
                "section": [sections],
                "deliverable": [groups],
                "criterion": [criteria for _deliverable, criteria in groups],
            }
            moved = _moved(lists[kind], what, -1 if verb == "up" else 1)
        form = GuideForm(self.guide, self._content(sections, groups, keep_blank=True))
        form.initial["seen_version"] = self["seen_version"].value()
        form.focus(moved, "title" if verb == "add" else verb)
        return form

    def focus(self, on: PartForm | None, what: str) -> None:
        """Lead to a part that stood on another form before this one was made of its content."""
        for form in self.parts:
            if on is not None and (form.kind, form.index) == (on.kind, on.lands_at):
                form.autofocus = what

    def _content(
        self, sections: Sequence[PartForm], groups: Sequence[Group], *, keep_blank: bool
    ) -> Content:
        used: set[str] = set()
        landed = dict.fromkeys(["section", "deliverable", "criterion"], 0)

        def kept(form: PartForm) -> bool:
            return not form.is_removed and (keep_blank or not form.is_blank)

        def made(form: PartForm, **more: Any) -> Any:
            form.lands_at = str(landed[form.kind])
            landed[form.kind] += 1
            return form.part(anchor=self._anchor(form, used), **form.typed, **more)

        return Content(
            brief=self._typed("brief"),
            assessment=self._typed("assessment"),
            sections=tuple(made(form) for form in sections if kept(form)),
            deliverables=tuple(
                made(one, criteria=tuple(made(it) for it in criteria if kept(it)))
                for one, criteria in groups
                if kept(one) or (not one.is_removed and any(kept(it) for it in criteria))
            ),
        )

    def _typed(self, name: str) -> str:
        return str(self.fields[name].to_python(self[name].value()))

    def _anchor(self, form: PartForm, used: set[str]) -> str:
        anchor = str(form["anchor"].value() or "")
        if self.known.get(anchor) != form.kind or anchor in used:
            return ""
        used.add(anchor)
        return anchor

    def _added(self, kind: str, index: str, sections: list[Any], groups: list[Any]) -> PartForm:
        if kind == "section":
            sections.append(SectionForm(prefix="section-NEW"))
            return sections[-1]  # type: ignore[no-any-return]
        if kind == "deliverable" or not groups:
            groups.append((DeliverableForm(prefix="deliverable-NEW"), []))
            return groups[-1][0]  # type: ignore[no-any-return]
        at = next((group for group in groups if group[0].index == index), groups[-1])
        at[1].append(CriterionForm(prefix="criterion-NEW"))
        return at[1][-1]  # type: ignore[no-any-return]

    def _rows(self, kind: Any, initial: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The forms of a kind: as many as were sent, or one for each part of the content."""
        name = kind.part.kind
        if not self.is_bound:
            return [kind(initial=it, prefix=f"{name}-{at}") for at, it in enumerate(initial)]
        try:
            count = self.fields[f"{name}_count"].clean(self[f"{name}_count"].value())
        except forms.ValidationError:
            count = 0
        return [kind(self.data, prefix=f"{name}-{at}") for at in range(count)]


def _initial(parts: Sequence[Section | Deliverable | Criterion]) -> list[dict[str, Any]]:
    return [
        {"title": part.title, "anchor": part.anchor, "place": place}
        | {name: getattr(part, name) for name in part.TEXTS}
        for place, part in enumerate(parts, 1)
    ]


def _criteria(content: Content) -> list[dict[str, Any]]:
    return [
        it | {"deliverable": str(at)}
        for at, deliverable in enumerate(content.deliverables)
        for it in _initial(deliverable.criteria)
    ]


def _moved(lists: Sequence[list[Any]], prefix: str, by: int) -> PartForm | None:
    """Swap a form with its neighbour, in whichever list it stands."""
    for rows in lists:
        for at, row in enumerate(rows):
            form: PartForm = row[0] if isinstance(row, tuple) else row
            if form.prefix == prefix:
                if 0 <= at + by < len(rows):
                    rows[at], rows[at + by] = rows[at + by], rows[at]
                return form
    return None
