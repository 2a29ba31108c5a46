"""What readers choose and say."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Article, Vote


class ReadingForm(forms.Form):
    """In which language one looks, and which page. What is not understood counts as not said."""

    language = forms.ChoiceField(choices=Article.Language, required=False)
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    @property
    def chosen_language(self) -> str:
        self.is_valid()
        ours = (get_language() or "")[:2]
        return self.cleaned_data.get("language") or (
            ours if ours in Article.Language.values else Article.Language.ENGLISH
        )

    @property
    def page_number(self) -> int:
        """The page; past the end for what is far too much."""
        self.is_valid()
        return int(self.cleaned_data.get("page") or 1)


class FollowForm(forms.Form):
    """What to follow, or to follow no more."""

    kind = forms.ChoiceField(choices=[("article", "article"), ("category", "category")])
    pk = forms.IntegerField(min_value=1, max_value=2**62)
    do = forms.ChoiceField(choices=[("follow", "follow"), ("stop", "stop")])


class VoteForm(forms.Form):
    """Yes or no, and then perhaps why."""

    helpful = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda said: said == "yes"
    )
    reason = forms.ChoiceField(
        label=_("What is it?"),
        choices=Vote.Reason,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In a few words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The editors read this; nobody can answer you here."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("helpful"):
            cleaned["reason"] = ""
        return cleaned
