"""What an editor fills in beside the guide itself."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guides.models import Guide, Version
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import User

HIGHEST = 1_000_000


class BeginForm(forms.Form):
    """Which project gets a guide."""

    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        error_messages={"invalid_choice": _("This project has a guide already. Choose another.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Guide.objects.values("project")
        projects = Project.objects.exclude(pk__in=taken).order_by("path__name", "number")
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["project"].choices = [("", "---------"), *_by_path(projects)]  # type: ignore[attr-defined]

    @property
    def nothing_to_choose(self) -> bool:
        """Whether every project has its guide."""
        return len(self.fields["project"].choices) == 1  # type: ignore[attr-defined]


def _by_path(projects: Any) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    shelves: dict[str, list[tuple[int, str]]] = {}
    for project in projects.select_related("path"):
        shelves.setdefault(project.path.name, []).append((project.pk, str(project)))
    yield from shelves.items()


class SeenForm(forms.Form):
    """The version of the draft that was on the screen."""

    seen_version = forms.IntegerField(
        min_value=0, max_value=HIGHEST, widget=forms.HiddenInput, label=_("Version seen")
    )


class PublishForm(SeenForm):
    """Why readers get a new version."""

    why = forms.CharField(
        label=_("What changed and why"),
        max_length=Version._meta.get_field("why").max_length,
        help_text=_("One line, for mentors and assessors: they see it before they read."),
        error_messages={
            "required": _("Say in a line what changed and why: it is the first thing readers see.")
        },
    )
    weight = forms.ChoiceField(
        label=_("Weight"),
        choices=Version.Weight,
        initial=Version.Weight.CHANGE,
        widget=forms.RadioSelect,
    )


class RestoreForm(SeenForm):
    """Which published version, or which save of the draft, becomes the draft."""

    version = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False)
    save_number = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False)


class CompareForm(forms.Form):
    """Two versions by their numbers."""

    old = forms.IntegerField(min_value=1, max_value=HIGHEST)
    new = forms.IntegerField(min_value=1, max_value=HIGHEST)


class ReadersForm(forms.ModelForm):
    """Who looks after a guide, and who reads it besides the people of its path."""

    opened_to = forms.ModelMultipleChoiceField(
        label=_("Also open to"),
        queryset=Path.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Guide.opened_to.field.help_text,
    )

    class Meta:
        model = Guide
        fields = ["editor", "opened_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Path.objects.exclude(pk=self.instance.project.path_id)
        self.fields["opened_to"].queryset = others  # type: ignore[attr-defined]
        editors = Q(is_editor=True) | Q(is_superuser=True)
        theirs = Q(pk=self.instance.editor_id or 0)
        self.fields["editor"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            editors & Q(is_active=True) | theirs
        ).order_by("name")
        self.fields["editor"].empty_label = str(_("All editors"))  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """Which page of a long list."""

    page = forms.IntegerField(min_value=1, max_value=HIGHEST, required=False)


class PictureForm(forms.Form):
    picture = forms.FileField()
