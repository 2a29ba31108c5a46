"""What an editor fills in."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpcenter.models import Article, Category
from helpcenter.writing import free_slug
from mentorhub.content import revisions
from mentorhub.content.widgets import MarkdownInput
from mentorhub.paths.models import Path


class ArticleForm(forms.ModelForm):
    """An article. It carries the version that was on the screen, and refuses to overwrite another."""

    # Stock widgets for these three cannot be used by everybody (axe: no name, colour alone).
    translation_of = forms.ModelChoiceField(
        label=gettext_lazy("Translation of"),
        queryset=Article.objects.filter(translation_of=None),
        to_field_name="slug",
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("The address of the original, such as move-a-session."),
        error_messages={"invalid_choice": gettext_lazy("No original has this address.")},
    )
    paths = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Paths"),
        queryset=Path.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Article.paths.field.help_text,
    )
    published_at = forms.DateTimeField(
        label=gettext_lazy("Published at"),
        required=False,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": 1}
        ),
        help_text=Article.published_at.field.help_text,
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the history, in a few words: what changed and why."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    is_minor = forms.BooleanField(
        label=gettext_lazy("A minor edit: tell nobody"),
        required=False,
        help_text=gettext_lazy(
            "Followers, the feed and translations do not count it as a change of the words."
        ),
    )
    is_reviewed = forms.BooleanField(
        label=gettext_lazy("I read it through: it is right"),
        required=False,
        help_text=gettext_lazy(
            "Moves the next review half a year on, and a translation counts as up to date."
        ),
    )

    class Meta:
        model = Article
        fields = [
            "title",
            "slug",
            "category",
            "summary",
            "body",
            "also_asked",
            "language",
            "translation_of",
            "audience",
            "paths",
            "pinned",
            "state",
            "published_at",
            "review_by",
        ]
        widgets = {
            "review_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "summary": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "also_asked": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "body": MarkdownInput(picture_url=reverse_lazy("admin:helpcenter_article_upload")),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if self.instance.translation_of:
            self.initial["translation_of"] = self.instance.translation_of.slug
        self.fields["seen_version"].initial = self.instance.version

    def clean_slug(self) -> str:
        """Left empty, it is made of the title."""
        return self.cleaned_data["slug"] or free_slug(
            self.cleaned_data.get("title", ""), self.instance
        )

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Tells who saved meanwhile. What is shown then counts as seen: saving again replaces it."""
        cleaned = super().clean() or {}
        if self.instance.pk:
            try:
                # The admin saves in the same transaction, so the lock holds until it has.
                revisions.lock(self.instance, cleaned.get("seen_version"))
            except revisions.Conflict as conflict:
                self._tell(conflict)
        return cleaned

    def _tell(self, conflict: revisions.Conflict) -> None:
        data = cast(QueryDict, self.data).copy()
        data["seen_version"] = str(self.instance.version)
        self.data = data
        latest = conflict.latest
        self.add_error(
            None,
            _(
                "%(who)s saved this article at %(at)s, after you had opened it. Nothing of yours is"
                " saved yet, and nothing is lost: look at the history in another tab. If you save"
                " again, your text replaces theirs."
            )
            % {
                "who": (latest and latest.author) or _("Somebody"),
                "at": date_format(latest.at, "DATETIME_FORMAT") if latest else "",
            },
        )


class PreviewForm(forms.Form):
    """What a preview needs; nothing is asked for, an empty text is previewed as that."""

    title = forms.CharField(max_length=1000, required=False)
    summary = forms.CharField(max_length=2000, required=False)
    body = forms.CharField(max_length=200_000, required=False)
    language = forms.ChoiceField(choices=Article.Language, required=False)


class PictureForm(forms.Form):
    picture = forms.FileField()


class CompareForm(forms.Form):
    """Two revisions by their numbers."""

    old = forms.IntegerField(min_value=1, max_value=1_000_000)
    new = forms.IntegerField(min_value=1, max_value=1_000_000)


class GapsForm(forms.Form):
    """Which questions without an answer to look at. What makes no sense is as if it were not there."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Over"),
        coerce=int,
        required=False,
        choices=[
            (7, gettext_lazy("7 days")),
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
        ],
    )
    what = forms.ChoiceField(
        label=gettext_lazy("Searches that"),
        required=False,
        choices=[
            ("unanswered", gettext_lazy("had no good answer")),
            ("nothing", gettext_lazy("found nothing")),
            ("unopened", gettext_lazy("had nothing opened")),
            ("requested", gettext_lazy("led to a request")),
        ],
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(Article.Language.choices)
        choices = [("", _("All")), *((one, known.get(one, one)) for one in languages)]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def days_chosen(self) -> int:
        return int(self.cleaned_data.get("days") or 30)

    @property
    def what_chosen(self) -> str:
        return str(self.cleaned_data.get("what") or "unanswered")

    @property
    def language_chosen(self) -> str:
        return str(self.cleaned_data.get("language") or "")


class GapForm(forms.Form):
    """One question of the report: any of its wordings, its language, and the days looked at."""

    words = forms.CharField(max_length=200)
    language = forms.CharField(max_length=8, required=False)
    days = forms.IntegerField(min_value=1, max_value=400)


class WriteForm(GapForm):
    """What the draft of an answer begins with."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.all(), empty_label=None
    )


class PointForm(GapForm):
    """The article that answers, by its address."""

    article = forms.ModelChoiceField(
        label=gettext_lazy("Address of the article"),
        queryset=Article.objects.select_related("category"),
        to_field_name="slug",
        widget=forms.TextInput,
        error_messages={
            "invalid_choice": gettext_lazy("No article has this address."),
            "required": gettext_lazy("Write the address of an article, such as move-a-session."),
        },
    )

    def clean_article(self) -> Article:
        """Not one that readers no longer find."""
        article: Article = self.cleaned_data["article"]
        if article.state == Article.State.ARCHIVED:
            raise forms.ValidationError(_("This article is archived: nobody would find it."))
        return article


class RestoreForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=1_000_000)
    seen_version = forms.IntegerField(min_value=0, max_value=1_000_000)
