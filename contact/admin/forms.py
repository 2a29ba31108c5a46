"""What is typed and chosen on the screen of a request."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contact.answering import Then, Written, may_be_assigned
from contact.drafts import Typed
from contact.fields import FilesOf, MessageField, TokenForm
from contact.models import AnswerDraft, ReadyAnswer, Request
from mentorhub.content import held
from mentorhub.paths.models import Path
from mentorhub.people.models import Team, User

LONGEST_SEARCH = 300


class SeenForm(forms.Form):
    """A form that remembers which version of the request its user had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, mentor_request: Request, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": mentor_request.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.mentor_request = mentor_request

    def seen_now(self) -> None:
        """After a conflict: what is shown now counts as seen."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(self.mentor_request.version)
        self.data = data


class WriteForm(SeenForm, TokenForm):
    """An answer or an internal note, begun with the draft of it where there is one."""

    body = MessageField()
    files = FilesOf()  # type: ignore[assignment]  # Django takes it out of the class
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: AnswerDraft | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs["initial"] = {"body": draft.body, "draft": draft.stamp}
        super().__init__(*args, **kwargs)
        if draft is not None and draft.held:
            cast(FilesOf, self.fields["files"]).good = held.take(draft.held)

    def seen_now(self) -> None:
        """After a conflict it is sent as a new form, too."""
        super().seen_now()
        self.with_new_token()

    def written(self, author: User) -> Written:
        """What was typed, once the form is valid."""
        return Written(
            author=author,
            body=self.cleaned_data["body"],
            seen_version=self.cleaned_data["version"],
            token=self.cleaned_data["token"],
            files=self.cleaned_data["files"],
            draft=self.cleaned_data["draft"],
        )


class AnswerForm(WriteForm):
    """An answer, and which of the three buttons sent it."""

    body = MessageField(_("Answer"))
    then = forms.TypedChoiceField(choices=Then, coerce=Then, widget=forms.HiddenInput)

    def show_again(self, body: str) -> None:
        """Go back to the box with this text and the files, complaining of those alone: it was not
        sent yet."""
        data = cast(QueryDict, self.data).copy()
        data["body"] = body
        self.data = data
        self.full_clean()
        for name in set(self.errors) - {"files"}:
            del self.errors[name]


class NoteForm(WriteForm):
    """An internal note."""

    body = MessageField(_("Internal note"))


class TypedForm(forms.Form):
    """What stands in a box and is to be kept, not sent: anything goes but what cannot be stored."""

    kind = forms.ChoiceField(choices=AnswerDraft.Kind)
    body = MessageField()
    token = forms.UUIDField()
    draft = forms.UUIDField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = False

    def typed(self, author: User) -> Typed:
        """What to keep, once the form is valid."""
        fields = self.cleaned_data
        return Typed(author, fields["kind"], fields["body"], fields["token"], fields["draft"])


class KindForm(forms.Form):
    """Which of the two boxes."""

    kind = forms.ChoiceField(choices=AnswerDraft.Kind)


class MessageForm(forms.Form):
    """Which answer to take back."""

    message = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class OpenForm(forms.Form):
    """What an open page says of itself."""

    version = forms.IntegerField(min_value=0)
    writes = forms.BooleanField(required=False)
    leaves = forms.BooleanField(required=False)


class DraftForm(forms.Form):
    """Whose draft to go on with."""

    draft = forms.ModelChoiceField(queryset=AnswerDraft.objects.none())

    def __init__(self, *args: Any, drafts: QuerySet[AnswerDraft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[AnswerDraft]", self.fields["draft"])
        field.queryset = drafts.select_related("author")


class AssignForm(SeenForm):
    """Whose hands it goes to."""

    assignee = forms.ModelChoiceField(
        label=_("Assign to"),
        queryset=User.objects.none(),
        empty_label=_("Choose…"),
        error_messages={
            "required": _("Choose who answers."),
            "invalid_choice": _("They cannot answer it any more. Choose somebody else."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: QuerySet[User] = may_be_assigned(self.mentor_request)
        cast("forms.ModelChoiceField[User]", self.fields["assignee"]).queryset = people


class TransferForm(SeenForm):
    """To which path or team it goes, and a note for who gets it."""

    to = forms.ChoiceField(
        label=_("Transfer to"),
        error_messages={
            "required": _("Choose where it goes."),
            "invalid_choice": _("It cannot go there any more. Choose another place."),
        },
    )
    reason = forms.CharField(
        label=_("Note for them"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = Path.objects.filter(is_open=True)
        self.places: dict[str, Path | Team] = {f"path-{path.pk}": path for path in paths}
        self.places |= {f"team-{team.pk}": team for team in Team.objects.all()}
        kinds = [(_("Managers of a path"), "path-"), (_("Teams"), "team-")]
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            ("", _("Choose…")),
            *(
                (kind, [(key, str(it)) for key, it in self.places.items() if key.startswith(start)])
                for kind, start in kinds
            ),
        ]

    def clean_to(self) -> Path | Team:
        return self.places[self.cleaned_data["to"]]


class ReadyForm(forms.Form):
    """Which ready answer goes under what is typed."""

    body = forms.CharField(required=False, strip=False)
    only_count = forms.BooleanField(required=False)
    ready = forms.ModelChoiceField(queryset=ReadyAnswer.objects.none())

    def __init__(self, *args: Any, offered: QuerySet[ReadyAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[ReadyAnswer]", self.fields["ready"]).queryset = offered


class WordsForm(forms.Form):
    """What to look for to put into an answer; whatever was typed, it is no error."""

    q = forms.CharField(required=False)
    only = forms.ChoiceField(choices=[("list", "list")], required=False)

    def asked(self, what: str) -> tuple[str, str]:
        """The words, and the template that shows what they find: its page, or the list alone."""
        self.is_valid()
        name = f"_{what}" if self.cleaned_data.get("only") else what
        words = str(self.cleaned_data.get("q") or "")[:LONGEST_SEARCH]
        return words, f"admin/contact/request/{name}.html"
