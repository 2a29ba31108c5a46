"""The contact form and the reply box."""

import datetime
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Article
from mentorhub.content.fields import LineField
from mentorhub.paths.models import Path, Project
from mentorhub.people import access, addresses
from mentorhub.people.models import User
from mentorhub.relay.due import ago

from . import about
from .asked_before import Asked, ShownField, resembling
from .fields import ArticleField, FilesOf, MessageField, ProjectChoice, TokenForm
from .models import Request, Topic
from .offering import LONGEST_SUBJECT, OfferedField
from .submitting import Submission

AN_HOUR = datetime.timedelta(hours=1)
MOST_AN_HOUR = 5  # requests from one unproven address: each mails it

# What a link may fill in for a sender, as far as it is not absurdly long.
PREFILLED = ["topic", "path", "project", "subject", "body", "article", "guide", "part"]
LONGEST_PREFILL = 2_048
ABOUT = ["part", "guide", "version"]


def prefilled(query: QueryDict) -> dict[str, str]:
    """What the address that led here fills in: known fields alone, nothing that is too long."""
    return {
        name: value
        for name in PREFILLED
        if (value := str(query.get(name, ""))) and len(value) <= LONGEST_PREFILL
        if "\0" not in value
    }


class RequestForm(TokenForm):
    """What every sender fills in."""

    article = ArticleField(required=False)
    offered = OfferedField(required=False)
    path = forms.ModelChoiceField(
        label=_("Path"),
        queryset=Path.objects.none(),
        empty_label=_("Choose your path"),
        error_messages={
            "required": _("Choose your path, so that its mentorship manager can answer."),
            "invalid_choice": _("Choose one of the paths in the list."),
        },
    )
    topic = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Topic.objects.filter(is_active=True).select_related("team"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a topic, so that your request reaches the right person."),
            "invalid_choice": _("Choose one of the topics in the list."),
        },
    )
    subject = LineField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    body = MessageField()
    files = FilesOf()  # type: ignore[assignment]  # Django takes it out of the class

    @property
    def about(self) -> Article | None:
        """The article that led here, for the page to show."""
        found = self.fields["article"].clean(self["article"].value())
        return cast("Article | None", found)

    def written(self) -> dict[str, Any]:
        """What the request is made of, but for what is looked up."""
        looked_up = {"offered", "website", "asked_before", *ABOUT}
        return {name: it for name, it in self.cleaned_data.items() if name not in looked_up}

    def remember_shown(self, requests: Iterable[Request]) -> None:
        """Have the form say, when it is sent again, that these requests were shown."""
        data = cast(QueryDict, self.data).copy()
        data["asked_before"] = ",".join(str(one.pk) for one in requests)
        self.data = data


class MentorRequestForm(RequestForm):
    """The form of a signed-in person: name, address and mostly the path are known."""

    project = ProjectChoice(
        label=_("Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("None in particular"),
        error_messages={"invalid_choice": _("Choose one of the projects in the list.")},
    )
    # The part of a guide that it is about, by its anchor, in the version that the sender read.
    # `part` is a box with a tick on the page: taken off, it is about none.
    part = forms.CharField(required=False)
    guide = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    asked_before = ShownField(required=False)
    field_order = [
        "part",
        "topic",
        "path",
        "project",
        "subject",
        "body",
        "files",
        "article",
        "offered",
    ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        cast(ArticleField, self.fields["article"]).user = user
        paths = Path.objects.filter(pk__in=access.of(user).paths)
        if not access.of(user).paths:
            paths = Path.objects.filter(is_open=True)
        self.paths = list(paths)
        self._field("path").queryset = paths
        self._field("project").queryset = Project.objects.filter(
            path__in=self.paths
        ).select_related("path")
        cast(ProjectChoice, self.fields["project"]).several_paths = len(self.paths) > 1
        if len(self.paths) == 1:
            self.fields["path"].widget = forms.HiddenInput()
            self.initial["path"] = self.paths[0].pk
        self._be_about(user)

    def _be_about(self, user: User) -> None:
        """Know the part that it is about; one that this person does not read counts as none."""
        given = self.data if self.is_bound else self.initial
        part, guide, version = (str(given.get(name) or "") for name in ABOUT)
        self.asked = about.find(user, guide, part, version)
        if self.asked is None:
            for name in ABOUT:
                del self.fields[name]
            return
        project = self.asked.part.guide.project
        self.initial["version"] = self.asked.version.pk
        if project.path in self.paths:
            self.initial.setdefault("path", project.path_id)
            self.initial.setdefault("project", project.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        project, path = cleaned.get("project"), cleaned.get("path")
        if project and path and project.path_id != path.pk:
            self.add_error("project", _("This project belongs to another path."))
        return cleaned

    def not_yet_shown(self) -> list[Request]:
        """Their own unfinished requests that ask the same, unless they saw them all."""
        cleaned = self.cleaned_data
        asked = Asked(
            subject=cleaned["subject"],
            topic=cleaned["topic"],
            project=cleaned.get("project"),
            part=self.asked.part.anchor if self.asked else "",
            token=cleaned["token"],
        )
        found = resembling(self.user, asked)
        return found if {one.pk for one in found} - cleaned["asked_before"] else []

    def submission(self) -> Submission:
        """What to submit, once the form is valid."""
        return Submission(
            sender=self.user,
            name=(self.user.name or self.user.email)[:120],
            email=self.user.email,
            about=self.asked,
            **self.written(),
        )

    def _field(self, name: str) -> "forms.ModelChoiceField[Any]":
        return cast("forms.ModelChoiceField[Any]", self.fields[name])


class PublicRequestForm(RequestForm):
    """The form of somebody who is not signed in."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say who you are.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("The answer goes there, and a link to follow your request."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your address, so that the answer reaches you."),
            "invalid": _("Write an address like name@example.org."),
        },
    )
    # People do not see it; programs fill in whatever there is.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = [
        "name",
        "email",
        "website",
        "path",
        "topic",
        "subject",
        "body",
        "files",
        "article",
        "offered",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths: QuerySet[Path] = Path.objects.filter(is_open=True)
        cast("forms.ModelChoiceField[Path]", self.fields["path"]).queryset = paths

    def clean_email(self) -> str:
        email = addresses.normalise(self.cleaned_data["email"])
        addresses.validate(email)
        lately = Request.objects.filter(sender=None, email=email, created_at__gt=ago(AN_HOUR))
        token = self.cleaned_data.get("token")
        again = token is not None and lately.filter(form_token=token).exists()
        if not again and lately.count() >= MOST_AN_HOUR:
            raise forms.ValidationError(
                _(
                    "%(most)d requests came from this address within an hour. Wait an hour, or "
                    "write on the page of one of them: the link is in its email."
                ),
                params={"most": MOST_AN_HOUR},
                code="too_many",
            )
        return email

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("This field is a trap for programs. Empty it, and send your request again.")
            )
        return ""

    def submission(self) -> Submission:
        """What to submit, once the form is valid."""
        return Submission(sender=None, project=None, **self.written())


class ReplyForm(TokenForm):
    """The reply box under a conversation."""

    body = MessageField(_("Your reply"))
    files = FilesOf()  # type: ignore[assignment]  # Django takes it out of the class


class RequestListForm(forms.Form):
    """What a mentor's list of requests can be narrowed to."""

    q = forms.CharField(label=_("Search your requests"), max_length=200, required=False)
    page = forms.CharField(max_length=9, required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), ("open", _("Open")), ("finished", _("Solved and closed"))],
    )
