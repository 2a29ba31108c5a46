"""One section, deliverable or criterion as an editor fills it in."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guides.content import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Criterion,
    Deliverable,
    PartText,
    Section,
)
from mentorhub.content.widgets import MarkdownInput

NO_TITLE = gettext_lazy("Give it a title, or remove it.")


def fits(text: str) -> None:
    """Refuse what is longer than a text may be."""
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            _("%(length)d characters are too many, %(most)d fit. Split it into sections.")
            % {"length": len(text), "most": LONGEST_TEXT}
        )


class TextField(forms.CharField):
    """A text in Markdown. The browser does not cut what is too long: it is told, and kept."""

    def __init__(self, *, label: Any, rows: int = 4) -> None:
        widget = MarkdownInput(
            {"rows": rows},
            picture_url=reverse_lazy("admin:guides_guide_upload"),
            shares_tools=True,
        )
        super().__init__(label=label, required=False, strip=False, widget=widget, validators=[fits])

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class PartForm(forms.Form):
    """A part with its title, its texts, its place, and the anchor that it has or not yet."""

    use_required_attribute = False  # a new part may be left blank

    part: ClassVar[type[PartText]]
    name: ClassVar[Any]  # what a part of this kind is called
    open_notes = 0  # threads about it that nobody resolved
    lands_at = ""  # its index on the form that is made of what was typed
    autofocus = ""  # what has the focus when the page comes: "title", "up" or "down"

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE, required=False)
    anchor = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label=gettext_lazy("Position"), required=False, min_value=1, max_value=9999
    )
    removed = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.part.TEXTS.items():
            self.fields[name] = TextField(label=label or gettext_lazy("Text"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("title") and "title" not in self.errors and not self.is_blank:
            self.add_error("title", NO_TITLE)
        return cleaned

    @property
    def kind(self) -> str:
        return self.part.kind

    @property
    def index(self) -> str:
        """What tells it from others of its kind in what is sent."""
        return str(self.prefix).rpartition("-")[2]

    @property
    def is_blank(self) -> bool:
        """New, and nothing was written into it."""
        written = ["title", "anchor", *self.part.TEXTS]
        return not any(str(self[name].value() or "").strip() for name in written)

    @property
    def is_removed(self) -> bool:
        return bool(self["removed"].value())

    @property
    def heading(self) -> str:
        """Its title, as it is typed."""
        return str(self["title"].value() or "").strip()

    @property
    def where(self) -> str:
        """What it is called in a list of problems."""
        return f"{self.name} “{self.heading}”" if self.heading else str(self.name)

    @property
    def has_problems(self) -> bool:
        return self.is_bound and not self.is_removed and bool(self.errors)

    @property
    def texts(self) -> list[forms.BoundField]:
        """The boxes of its texts."""
        return [self[name] for name in self.part.TEXTS]

    @property
    def order(self) -> int:
        """Where it wants to stand among its like; without a number it stands last."""
        try:
            return int(self["place"].value())
        except (TypeError, ValueError):
            return 10_000

    @property
    def typed(self) -> dict[str, str]:
        """Title and texts as they are in the boxes, fit to be kept or not."""
        names = ["title", *self.part.TEXTS]
        return {name: str(self.fields[name].to_python(self[name].value())) for name in names}


class SectionForm(PartForm):
    part = Section
    name = gettext_lazy("Section")


class DeliverableForm(PartForm):
    part = Deliverable
    name = gettext_lazy("Deliverable")


class CriterionForm(PartForm):
    """A criterion names its deliverable by the place of that one's form in what is sent."""

    part = Criterion
    name = gettext_lazy("Criterion")

    deliverable = forms.ChoiceField(
        label=gettext_lazy("Of the deliverable"),
        error_messages={
            "required": gettext_lazy("Choose the deliverable that it is checked on."),
            "invalid_choice": gettext_lazy("Choose the deliverable that it is checked on."),
        },
    )
