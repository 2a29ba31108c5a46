"""What the search page and the suggestions take."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people import access

from . import registry

NARROWING = ["kind", "path", "language", "category"]


class SearchForm(forms.Form):
    """The question and what narrows it. A filter that makes no sense narrows nothing."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    path = forms.ModelChoiceField(
        label=_("Path"), queryset=Path.objects.none(), required=False, empty_label=_("All paths")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    category = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)
    origin = forms.ChoiceField(choices=[("help", "")], required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = access.of(user)
        paths = Path.objects.all()
        if not (of.is_superuser or of.is_editor or of.works_the_desk):
            paths = paths.filter(pk__in=of.paths)
        self.fields["path"].queryset = paths  # type: ignore[attr-defined]
        kinds = [(source.kind, source.label) for source in registry.sources()]
        self._choose("kind", [("", _("Everything")), *kinds])
        names = {"fr": _("French"), **dict(settings.LANGUAGES)}
        self._choose(
            "language",
            [("", _("All languages")), *((one, names.get(one, one)) for one in languages)],
        )

    def offers(self) -> bool:
        """Whether there is anything to narrow by."""
        several = [len(self.fields[name].choices) > 2 for name in ["kind", "language"]]  # type: ignore[attr-defined]
        return any(several) or bool(self.fields["path"].queryset)  # type: ignore[attr-defined]

    def narrowing(self) -> dict[str, Any]:
        """What was chosen and makes sense."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in NARROWING}
        return {name: value for name, value in chosen.items() if value}

    def question(self) -> str:
        """What was asked, whatever else is wrong."""
        self.is_valid()
        if "q" in self.cleaned_data:
            return str(self.cleaned_data["q"])
        return (
            str(self.data.get("q", "")).replace("\0", " ").strip()
        )  # NUL: no reason for an error page

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ClickForm(forms.Form):
    """Which result of which search was opened."""

    search = forms.CharField(max_length=2_000)
    rank = forms.IntegerField(min_value=1, max_value=100)
