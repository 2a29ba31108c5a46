"""The priority and the tags of a request, as they are set on its screen."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.priorities import MOST_TAGS, Priority, tags_in

from .forms import SeenForm


class MarkForm(SeenForm):
    """The priority, which of its tags it keeps, and new ones."""

    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Priority, coerce=lambda value: Priority(int(value))
    )
    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("Add tags"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"list": "tags-in-use", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        mentor_request = kwargs["mentor_request"]
        kwargs["initial"] = {"priority": mentor_request.priority, "kept": mentor_request.tags}
        super().__init__(*args, **kwargs)
        tags = [(tag, tag) for tag in mentor_request.tags]
        cast(forms.MultipleChoiceField, self.fields["kept"]).choices = tags

    def clean_more(self) -> list[str]:
        return tags_in(self.cleaned_data["more"])

    def clean(self) -> None:
        if len(self.tags()) > MOST_TAGS:
            self.add_error("more", _("At most %d tags on a request.") % MOST_TAGS)

    def tags(self) -> set[str]:
        """All tags that it has from now on."""
        return {*self.cleaned_data.get("kept", []), *self.cleaned_data.get("more", [])}
