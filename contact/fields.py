"""The fields of the contact form and the desk's."""

import uuid
from typing import Any, cast

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import slug_re
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Article
from mentorhub.content.fields import FilesField
from mentorhub.content.files import ALLOWED
from mentorhub.people.models import User

LONGEST_BODY = 20_000
MOST_FILES = 5

TOO_LONG = _(
    "This has %(show_value)d characters; at most %(limit_value)d fit. Attach the rest as a file."
)


class TokenForm(forms.Form):
    """A form whose token makes it one request, reply or answer, however often it arrives."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def with_new_token(self) -> None:
        """Make what is shown again a form of its own, not a repetition of the one that was sent."""
        data = cast(QueryDict, self.data).copy()
        data["token"] = str(uuid.uuid4())
        self.data = data


class FilesOf(FilesField):
    """Up to five attachments."""

    def __init__(self) -> None:
        super().__init__(
            most=MOST_FILES,
            label=_("Attachments"),
            help_text=_(
                "Up to 5 files of 10 MB each: pictures, PDF, office files, text, notebooks."
            ),
        )
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in ALLOWED)


class MessageField(forms.CharField):
    """The text of a message, kept as typed but for its line ends."""

    widget = forms.Textarea

    def __init__(self, label: Any = "", **kwargs: Any) -> None:
        super().__init__(
            label=label or _("Message"),
            max_length=LONGEST_BODY,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 8}),
            **kwargs,
        )
        self.error_messages["required"] = _("Write your message here.")
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = TOO_LONG  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text.rstrip() if text.strip() else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut a pasted text without a word


class ProjectChoice(forms.ModelChoiceField):
    """A project, named with its path when there are several paths."""

    several_paths = False

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.path}: {obj}" if self.several_paths else str(obj)


class ArticleField(forms.CharField):
    """The address of the article that did not help. One that the sender cannot read counts as none."""

    widget = forms.HiddenInput
    user: User | AnonymousUser = AnonymousUser()

    def clean(self, value: Any) -> Article | None:
        if not isinstance(value, str) or not slug_re.fullmatch(value):
            return None
        articles = Article.objects.readable_by(self.user).select_related("category")
        return articles.filter(slug=value).first()
