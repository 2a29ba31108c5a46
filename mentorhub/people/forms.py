"""The forms of one's own account."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import addresses, merging, merging_in_steps
from .lines import validate_line
from .models import Invitation, User


@cache  # the names are read from some 600 files
def zone_choices() -> list[tuple[str, str | Promise]]:
    """Every zone with a place in its name, so that people find their city."""
    zones = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return [("", _("The school's time zone")), *((zone, zone.replace("_", " ")) for zone in zones)]


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves; the address has its own, proving flow."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, required=False)

    class Meta:
        model = User
        fields = ["name", "time_zone"]


class MergeForm(forms.Form):
    """The other account, by its address; typed once more, because there is no way back. `shown` is the
    account whose rows the page lists: another one is shown first."""

    email = forms.CharField(label=_("Address of the other account"), max_length=254)
    again = forms.CharField(
        label=_("The same address once more"),
        max_length=254,
        help_text=_("There is no way back: what belongs to both cannot be told apart again."),
    )
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    gone: User | None = None

    def __init__(self, *args: Any, kept: User, **kwargs: Any) -> None:
        self.kept = kept
        super().__init__(*args, **kwargs)
        self.fields["again"].required = False

    def clean_email(self) -> str:
        email = addresses.normalise(self.cleaned_data["email"])
        gone = User.objects.filter(email=email).first()
        if gone is None:
            raise forms.ValidationError(_("Nobody has this address."))
        try:
            merging_in_steps.check(self.kept, gone)
        except merging.CannotMerge as why:
            raise forms.ValidationError(str(why)) from why
        self.gone = gone
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.fields["again"].required = True  # where it shows
        again = addresses.normalise(cleaned.get("again", ""))
        if self.is_second_step and again != cleaned["email"]:
            self.add_error(
                "again", _("Type the address above once more, if this is what you want.")
            )
        return cleaned

    @property
    def is_second_step(self) -> bool:
        """Whether what moves from this very account was on the page."""
        return self.gone is not None and self.cleaned_data.get("shown") == self.gone.pk


class AcceptInvitationForm(forms.Form):
    """Name and password of a person who was invited."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A short sentence is a good one."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class InvitationForm(forms.ModelForm):
    """What staff fill in to invite somebody."""

    class Meta:
        model = Invitation
        fields = ["email", "name", "path", "kind", "is_editor"]

    def clean_email(self) -> str:
        email = addresses.normalise(self.cleaned_data["email"])
        addresses.validate(email)
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This person has an account already."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("path")) != bool(cleaned.get("kind")):
            raise forms.ValidationError(_("Choose a path and a role together, or neither."))
        return cleaned
