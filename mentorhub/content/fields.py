"""Form fields that several channels need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.safestring import SafeString

from mentorhub.people.lines import validate_line

from . import files, held


@dataclass(frozen=True)
class Chosen:
    """What came of one field: new uploads, and the keys of files held since it came before."""

    uploads: Sequence[UploadedFile] = ()
    keys: Sequence[str] = ()


class FilesInput(forms.ClearableFileInput):
    """Takes several files; lists those that are held, each with a box to leave it out."""

    allow_multiple_selected = True
    template_name = "content/files_input.html"
    held: Sequence[files.CheckedFile] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["held"] = self.held
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        keys = data.getlist(f"{name}-held") if hasattr(data, "getlist") else ()
        uploads = super().value_from_datadict(data, files, name)
        return Chosen(uploads or (), keys)


class FilesField(forms.FileField):
    """Several uploads at once, each checked; cleans to a list of files.CheckedFile.

    All of them are refused when one is, each bad one with its own message. Shown again, for
    whatever reason, the form holds the good ones: no view needs to think of it.
    """

    widget = FilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        self.good: list[files.CheckedFile] = []
        super().__init__(required=False, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> "FilesBoundField":
        return FilesBoundField(form, self, field_name)

    def clean(self, data: Any, initial: Any = None) -> list[files.CheckedFile]:
        self.good, bad = held.take(data.keys), []
        for upload in data.uploads:
            try:
                self.good.append(files.check(upload))
            except ValidationError as error:
                bad.append(error)
        if len(self.good) + len(bad) > self.most:
            raise ValidationError(files.too_many(self.most), code="too_many")
        if bad:
            raise ValidationError(bad)
        return self.good


class FilesBoundField(forms.BoundField):
    """The field of one form; `held` for pages that show the input in their own way."""

    field: FilesField

    @property
    def held(self) -> Sequence[files.CheckedFile]:
        """The good files of a form that came and is shown again, kept from now on."""
        if self.form.is_bound and self.field.good:
            self.field.good = held.hold(self.field.good)
        return self.field.good

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        self.field.widget.held = self.held
        return super().as_widget(*args, **kwargs)


class LineField(forms.CharField):
    """One line of text: a line break or another control character is refused, not swallowed."""

    def to_python(self, value: Any) -> str:
        line = str(super().to_python(value))
        validate_line(line)
        return line
