"""Who hears of a request beside its assignee: seen and changed in the panel beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.following import unknown_names, who_sees
from contact.models import Follower, Request
from mentorhub.people.models import User


class PersonForm(forms.Form):
    """One of those who see the request."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Copy in"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose…"),
    )

    def __init__(self, *args: Any, mentor_request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = who_sees(mentor_request)
        cast("forms.ModelChoiceField[User]", self.fields["person"]).queryset = people


@dataclass(frozen=True)
class Followers:
    """Those who follow, those who could, and whether the reader is among them."""

    following: Sequence[Follower]
    others: Sequence[User]
    am_following: bool
    names: Sequence[str]


def of(mentor_request: Request, user: User) -> Followers:
    """Two queries. Whoever lost sight of the request is no follower any more."""
    people = list(who_sees(mentor_request).order_by("name"))
    rows = Follower.objects.filter(request=mentor_request).select_related("user", "added_by")
    following = [row for row in rows if row.user in people]
    follow = {row.user_id for row in following}
    return Followers(
        following=following,
        others=[person for person in people if person.pk not in follow and person != user],
        am_following=user.pk in follow,
        names=[person.name for person in people if person != user],
    )


def warn_of_unknown_names(request: HttpRequest, mentor_request: Request, note: str) -> None:
    """Say which names in a note reached nobody: it is kept, but no email told of it."""
    if unknown := unknown_names(mentor_request, note) if "@" in note else []:
        names = ", ".join(f"@{name}" for name in unknown)
        said = _("Nobody was told by %s: it names no one colleague who may see this request.")
        messages.warning(request, said % names)
