"""What is written beside a guide: a note, an answer, a report to its editor."""

import datetime
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhub.content.fields import LineField
from mentorhub.people import mentions
from mentorhub.people.models import User
from mentorhub.relay.due import ago

from . import readers
from .models import EmailChoice, Guide, Note

LONGEST_NOTE = 4000
MOST_AN_HOUR = 20
MOST_NAMED = 10
AN_HOUR = datetime.timedelta(hours=1)
# They turn the order of the letters around them.
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NoteField(forms.CharField):
    """A few lines of Markdown. Nothing is cut off, and nothing hides in it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Note"),
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 4, "data-names": _("People you can name")}),
            error_messages={
                "required": _("Write your note here."),
                "max_length": _(
                    "This has %(show_value)d characters; at most %(limit_value)d fit. "
                    "Say the rest in a second note."
                ),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        hidden = (unicodedata.category(it) == "Cc" and it not in "\n\t" for it in text)
        if any(hidden) or TURNING & set(text):
            raise ValidationError(
                _("There are control characters in this text. Type it, or paste it as plain text."),
                code="control",
            )
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut a pasted text without a word


class NoteForm(forms.Form):
    """A note or an answer of one person."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    body = NoteField()

    def __init__(self, *args: Any, guide: Guide, author: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.guide, self.author = guide, author
        self.mentions = mentions.Mentions()

    def clean_body(self) -> str:
        text: str = self.cleaned_data["body"]
        if "@" in text:
            self.mentions = mentions.find(text, readers.to_be_named(self.guide))
        if len(self.mentions.people) > MOST_NAMED:
            raise ValidationError(
                _("A note can name %(most)d people at most; each gets an email."),
                params={"most": MOST_NAMED},
            )
        return text

    def clean(self) -> dict[str, Any]:
        lately = Note.objects.filter(author=self.author, at__gt=ago(AN_HOUR))
        tokens = set(lately.values_list("form_token", flat=True))
        again = self.cleaned_data.get("token") in tokens
        if not again and len(tokens) >= MOST_AN_HOUR:
            raise ValidationError(
                _(
                    "You wrote %(most)d notes within an hour. Wait a while before the next; "
                    "your text stays here as long as this page is open."
                ),
                params={"most": MOST_AN_HOUR},
                code="too_many",
            )
        return self.cleaned_data

    def unheard(self) -> Sequence[str]:
        """A sentence for each name that reached nobody."""
        return [
            *(
                _("Nobody who reads this guide is called “%s”, so nobody was told.") % name
                for name in self.mentions.unknown
            ),
            *(
                _("Several people are called “%s”, so nobody was told. Write the full name.") % name
                for name in self.mentions.ambiguous
            ),
        ]


class ReportForm(forms.Form):
    """What the editor shall change."""

    report = LineField(
        label=_("What should change in the guide?"),
        max_length=300,
        error_messages={"required": _("Say in a sentence what should change.")},
    )


class EmailChoiceForm(forms.Form):
    """Which emails about guides somebody wants."""

    often = forms.ChoiceField(
        label=_("When a guide of your paths changes"),
        choices=EmailChoice.Often.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )
    of_notes = forms.BooleanField(
        label=_("An email when a note names me, or answers where I wrote"), required=False
    )
