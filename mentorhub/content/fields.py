"""Form fields that several channels need."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mentorhub.people.lines import validate_line

from . import files


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several uploads at once, each checked; cleans to a list of files.CheckedFile.

    All of them are refused when one is, each bad one with its own message.
    """

    widget = FilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[files.CheckedFile]:
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > self.most:
            raise ValidationError(files.too_many(self.most), code="too_many")
        good, bad = [], []
        for upload in uploads:
            try:
                good.append(files.check(upload))
            except ValidationError as error:
                bad.append(error)
        if bad:
            raise ValidationError(bad)
        return good


class LineField(forms.CharField):
    """One line of text: a line break or another control character is refused, not swallowed."""

    def to_python(self, value: Any) -> str:
        line = str(super().to_python(value))
        validate_line(line)
        return line
