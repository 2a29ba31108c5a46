"""Which requests go from hand to hand, and to whom."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.handover import briefs, handing_over
from mentorhub.people.models import User


class ChosenField(forms.MultipleChoiceField):
    """Requests with the version that was seen of each: "1042-3". Whatever else was sent is refused."""

    default_error_messages = {
        "required": gettext_lazy("Choose at least one request."),
        "invalid_choice": gettext_lazy("Choose requests of this list."),
    }

    def valid_value(self, value: Any) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,18}-[0-9]{1,9}", str(value)))

    def clean(self, value: Any) -> dict[int, int]:
        chosen = [str(it).split("-") for it in super().clean(value)]
        if len(chosen) > briefs.MOST:
            raise ValidationError(_("These are too many at once."))
        return {int(pk): int(version) for pk, version in chosen}


class ChosenForm(forms.Form):
    """The requests that were ticked; `sure` once the preview was seen."""

    chosen = ChosenField(label=gettext_lazy("Requests"))
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def is_sure(self) -> bool:
        return bool(self.cleaned_data["sure"])

    def ticked(self) -> set[int]:
        """Which boxes are ticked when the form is shown again; None of them when it was not sent."""
        return set(getattr(self, "cleaned_data", {}).get("chosen") or {})


class HandoverForm(ChosenForm):
    """And who gets them."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Hand over to"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={
            "required": gettext_lazy("Choose who takes them."),
            "invalid_choice": gettext_lazy(
                "They cannot take requests any more. Choose somebody else."
            ),
        },
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        field.queryset = handing_over.may_take(person)
