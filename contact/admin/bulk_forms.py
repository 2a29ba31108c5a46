"""What is chosen for an act on many requests: which of them, which act, and what it needs."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.bulk import MOST, Act, Seen
from contact.models import Request
from contact.priorities import MOST_TAGS, Priority, tags_in
from mentorhub.paths.models import Path
from mentorhub.people.models import Role, Team, User

from . import queue

ROW = re.compile(r"([1-9][0-9]{0,14}):([0-9]{1,9})")
LONGEST_ANSWER = 20_000


class ChosenRows(forms.Form):
    """The ticked rows, each with the version that was seen; or all that the queue's form asks for."""

    all = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, user: User, asked: queue.QueueForm) -> None:
        super().__init__(data)
        self.rows, self.user, self.asked = data.getlist("row"), user, asked

    def clean(self) -> None:
        seen = self._everything() if self.cleaned_data["all"] else self._ticked()
        if not seen:
            raise ValidationError(_("Tick at least one request."))
        if len(seen) > MOST:
            raise ValidationError(_("At most %d requests at once.") % MOST)
        self.cleaned_data["seen"] = seen

    def _ticked(self) -> Seen:
        found = [ROW.fullmatch(row) for row in " ".join(self.rows).split()]
        return {int(row[1]): int(row[2]) for row in found if row}

    def _everything(self) -> Seen:
        found: Any = queue.selected(self.user, self.asked).due_first()
        return dict(found.values_list("pk", "version")[:MOST])


class ActForm(forms.Form):
    """Which act; the fields of the others are left alone."""

    act = forms.TypedChoiceField(label=gettext_lazy("What to do"), choices=Act, coerce=Act)
    step = forms.ChoiceField(choices=[("preview", ""), ("do", "")], required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, among: QuerySet[Request] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among


class ToPerson(ActForm):
    """Somebody who may be given at least one of them."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Assign to"), queryset=User.objects.none(), empty_label="…"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = Request.objects.none() if self.among is None else self.among
        managers = Role.objects.current().managing().filter(path__in=among.values("path"))
        people = Q(pk__in=managers.values("user")) | Q(is_superuser=True)
        people |= Q(teams__in=among.exclude(team=None).values("team"))
        found = User.objects.filter(people, is_active=True).distinct()
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = found

    def data_of(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["to"].pk}


class ToPlace(ActForm):
    to = forms.ChoiceField(label=gettext_lazy("Transfer to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = [(f"path-{path.pk}", path.name) for path in Path.objects.filter(is_open=True)]
        teams = [(f"team-{team.pk}", team.name) for team in Team.objects.all()]
        choices = [("", "…"), (_("Managers of a path"), paths), (_("Teams"), teams)]
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def data_of(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["to"]}


class Tags(ActForm):
    tags = forms.CharField(
        label=gettext_lazy("Tags, with commas between"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "tags-in-use", "autocomplete": "off"}),
    )

    def clean_tags(self) -> list[str]:
        tags = tags_in(self.cleaned_data["tags"])
        if not tags:
            raise ValidationError(_("Write at least one word."))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("At most %d tags on a request.") % MOST_TAGS)
        return tags

    def data_of(self) -> dict[str, Any]:
        return {"tags": self.cleaned_data["tags"]}


class ToPriority(ActForm):
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Priority, coerce=int, initial=Priority.NORMAL
    )

    def data_of(self) -> dict[str, Any]:
        return {"priority": self.cleaned_data["priority"]}


class Solve(ActForm):
    body = forms.CharField(
        label=gettext_lazy("Answer to each of them"),
        help_text=gettext_lazy("Empty: they are solved without an email."),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def data_of(self) -> dict[str, Any]:
        return {"body": self.cleaned_data["body"]}


class Close(ActForm):
    def data_of(self) -> dict[str, Any]:
        return {}


BulkForm = ToPerson | ToPlace | Tags | ToPriority | Solve | Close
FORM_OF: dict[Act, type[BulkForm]] = {
    Act.ASSIGN: ToPerson,
    Act.TRANSFER: ToPlace,
    Act.TAG: Tags,
    Act.UNTAG: Tags,
    Act.PRIORITY: ToPriority,
    Act.SOLVE: Solve,
    Act.CLOSE: Close,
}
