"""The admin of articles: the form with its preview, pictures, the history."""

from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from helpcenter.links import broken_links
from helpcenter.models import Article, Vote
from helpcenter.pictures import keep_picture
from helpcenter.writing import delete_article, restore_article, save_article
from mentorhub.content import revisions
from mentorhub.content.models import Revision
from mentorhub.people.models import User
from mentorhub.people.scoped_admin import EditorsAdmin

from .forms import ArticleForm, CompareForm, PictureForm, PreviewForm, RestoreForm

LATEST_WORDS = 10


def _votes(**only: bool) -> Subquery:
    """How many votes a row has, asked for the rows of the page only."""
    votes = Vote.objects.filter(article=OuterRef("pk"), **only).order_by().values("article")
    return Subquery(votes.annotate(n=Count("pk")).values("n"))


@admin.register(Article)
class ArticleAdmin(EditorsAdmin):
    form = ArticleForm
    list_display = ["title", "category", "language", "badge", "audience", "helped", "changed_at"]
    list_filter = ["state", "category", "language", "audience", "pinned", "paths"]
    list_select_related = ["category"]
    search_fields = ["title", "summary", "body"]
    prepopulated_fields = {"slug": ["title"]}
    show_full_result_count = False
    list_per_page = 50
    actions = None
    fieldsets = [
        (None, {"fields": ["title", "summary", "body"]}),
        (gettext_lazy("Where it stands"), {"fields": ["category", "slug", "pinned"]}),
        (
            gettext_lazy("Who reads it"),
            {"fields": ["audience", "paths", "language", "translation_of"]},
        ),
        (gettext_lazy("When"), {"fields": ["state", "published_at", "why", "seen_version"]}),
    ]

    class Media:
        js = [Script("js/live-preview.js", defer=True)]

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """It leaves the search together with the table."""
        delete_article(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.annotate(votes_in_all=_votes(), votes_helpful=_votes(helpful=True))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, article: Article) -> str:
        """The state in its colour."""
        return format_html('<span class="badge {}">{}</span>', article.tone, article.state_in_words)

    @admin.display(description=gettext_lazy("helped"), ordering="votes_helpful")
    def helped(self, article: Any) -> str:
        """How many said yes, of how many."""
        if not article.votes_in_all:
            return "-"
        return _("%(yes)d of %(all)d") % {
            "yes": article.votes_helpful or 0,
            "all": article.votes_in_all,
        }

    def get_urls(self) -> list[URLPattern]:
        """Preview, pictures and history, before the admin's own addresses."""
        return [
            self._address("preview/", self.preview),
            self._address("upload/", self.upload),
            self._address("<int:pk>/compare/", self.compare),
            self._address("<int:pk>/restore/", self.restore),
            *super().get_urls(),
        ]

    def _address(self, route: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
        name = f"helpcenter_article_{view.__name__}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add what readers said, and links that lead nowhere."""
        article = cast("Article | None", self.get_object(request, object_id))
        said = article and article.votes.exclude(reason="", words="")[:LATEST_WORDS]
        shown = {"article": article, "said": said, "broken": article and broken_links(article)}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        author = cast(User, request.user)
        data = form.cleaned_data
        save_article(obj, author, why=data.get("why", ""), paths=data.get("paths"))
        for sentence in broken_links(obj):
            messages.warning(request, _("A link leads nowhere: %(link)s") % {"link": sentence})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All versions: who, when, why; any two to compare, any one to restore."""
        article = cast(Article, self.get_object(request, object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "article": article,
            "revisions": revisions.of(article).defer("data"),
        }
        return TemplateResponse(request, "admin/helpcenter/article/history.html", context)

    @method_decorator(require_safe)
    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed between two versions."""
        article = cast(Article, self.get_object(request, str(pk)))
        form = CompareForm(request.GET)
        if not form.is_valid():
            return redirect("admin:helpcenter_article_history", pk)
        numbers = sorted([form.cleaned_data["old"], form.cleaned_data["new"]])
        old, new = (revisions.of(article).filter(number=number).first() for number in numbers)
        if old is None or new is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("What changed"),
            "opts": self.opts,
            "article": article,
            "compared": [old, new],
            "old": old,
            "new": new,
            "differences": revisions.differences(Article, old.data, new.data),
        }
        return render(request, "admin/helpcenter/article/compare.html", context)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make an old version the newest."""
        article = cast(Article, self.get_object(request, str(pk)))
        form = RestoreForm(request.POST)
        if not form.is_valid():
            raise Http404
        number, seen = form.cleaned_data["number"], form.cleaned_data["seen_version"]
        why = _("Version %d restored") % number
        try:
            restore_article(article, number, cast(User, request.user), why, seen)
        except revisions.Conflict:
            messages.error(
                request, _("Somebody saved this article meanwhile. Look, and restore again.")
            )
        except Revision.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("Version %d is the text again.") % number)
        return redirect("admin:helpcenter_article_history", pk)

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": ["'self'"]}))
    @method_decorator(require_POST)
    def preview(self, request: HttpRequest) -> HttpResponse:
        """What is written, as readers will see it; nothing is saved."""
        form = PreviewForm(request.POST)
        form.is_valid()
        written = {name: form.cleaned_data.get(name, "") for name in form.fields}
        article = Article(**written | {"language": written["language"] or Article.Language.ENGLISH})
        context = {
            "article": article,
            "rendered": article.rendered,
            "broken": broken_links(article),
        }
        return render(request, "admin/helpcenter/article/preview.html", context)

    @method_decorator(require_POST)
    def upload(self, request: HttpRequest) -> JsonResponse:
        """Keep a picture, and say how a text shows it."""
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"error": _("Choose a picture.")}, status=422)
        try:
            picture = keep_picture(form.cleaned_data["picture"], cast(User, request.user))
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        return JsonResponse({"markdown": f"![]({picture.get_absolute_url()})"})

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: Any = None
    ) -> Any:
        """Stay with the article that was made: its preview as readers see it is one click away."""
        return super().response_add(
            request, obj, reverse("admin:helpcenter_article_change", args=[obj.pk])
        )
