"""The admin of guides: the list, and where each page of a guide is found."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guides.models import Guide, Note
from mentorhub.content.models import Revision

from .publishing import PublishingPages
from .readers import ReadersPages, with_shares
from .versions import HistoryPages
from .writing import WritingPages

MOST_WAITING = 8


class DraftFilter(admin.SimpleListFilter):
    """Whether readers have what the editors have."""

    title = gettext_lazy("draft")
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waits", gettext_lazy("A draft waits")),
            ("new", gettext_lazy("Never published")),
            ("none", gettext_lazy("Published as it is")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = {
            "waits": Q(draft__isnull=False),
            "new": Q(current__isnull=True),
            "none": Q(draft__isnull=True, current__isnull=False),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


class EditorFilter(admin.SimpleListFilter):
    """Whose guides. Django's own would list everybody there is."""

    title = gettext_lazy("editor")
    parameter_name = "editor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", gettext_lazy("Looked after by me")), ("all", gettext_lazy("By all editors"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = {"me": Q(editor=request.user.pk), "all": Q(editor=None)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


def with_open_notes(guides: QuerySet[Guide]) -> QuerySet[Any]:
    """Each with the number of threads that nobody resolved."""
    waiting = Note.objects.filter(part__guide=OuterRef("pk"), thread=None, resolved_at=None)
    counted = waiting.order_by().values("part__guide").annotate(n=Count("pk")).values("n")
    return guides.annotate(open_notes=Coalesce(Subquery(counted), 0))


def waiting_drafts() -> QuerySet[Any]:
    """Guides whose draft is not published, that saved last first, with who saved it and when."""
    saves = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Guide), object_id=OuterRef("pk")
    ).order_by("-number")
    drafts = Guide.objects.filter(draft__isnull=False).select_related("project__path")
    return (
        drafts.defer("draft")
        .annotate(
            saved_at=Subquery(saves.values("at")[:1]),
            saved_by=Subquery(saves.values("author__name")[:1]),
        )
        .order_by("-saved_at")
    )


@admin.register(Guide)
class GuideAdmin(WritingPages, PublishingPages, HistoryPages, ReadersPages):
    list_display = ["project_title", "path", "published", "draft_badge", "notes", "read"]
    list_display_links = ["project_title"]
    list_filter = ["project__path", DraftFilter, EditorFilter]
    search_fields = ["project__title", "project__path__name"]
    search_help_text = gettext_lazy("Title of a project, or a path")
    ordering = ["project__path__name", "project__number"]
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """In the list with what it counts, and without the texts."""
        guides = super().get_queryset(request)
        match = request.resolver_match
        if match is None or match.url_name != "guides_guide_changelist":
            return guides
        light = (
            guides.defer("current__data").annotate(has_draft=Q(draft__isnull=False)).defer("draft")
        )
        return with_shares(with_open_notes(light))

    def get_urls(self) -> list[URLPattern]:
        """The pages around a guide, before the admin's own addresses."""
        return [
            self.address("upload/", self.upload),
            self.address("<int:pk>/preview/", self.preview),
            self.address("<int:pk>/publish/", self.publish),
            self.address("<int:pk>/discard/", self.discard),
            self.address("<int:pk>/readers/", self.readers),
            self.address("<int:pk>/versions/<int:number>/", self.version),
            self.address("<int:pk>/compare/", self.compare),
            self.address("<int:pk>/restore/", self.restore),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, and above it the drafts that wait to be published."""
        shown = {"waiting": waiting_drafts()[:MOST_WAITING]}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @admin.display(description=gettext_lazy("project"))
    def project_title(self, guide: Guide) -> str:
        return str(guide.project)

    @admin.display(description=gettext_lazy("path"), ordering="project__path__name")
    def path(self, guide: Guide) -> str:
        return str(guide.project.path)

    @admin.display(description=gettext_lazy("published"), ordering="current__published_at")
    def published(self, guide: Guide) -> str:
        if guide.current is None:
            return _("not yet")
        day = date_format(guide.current.published_at, "DATE_FORMAT")
        return _("version %(number)d, %(day)s") % {"number": guide.current.number, "day": day}

    @admin.display(description=gettext_lazy("draft"), ordering="has_draft")
    def draft_badge(self, guide: Any) -> str:
        """Whether something waits to be published."""
        if not guide.has_draft:
            return ""
        return format_html('<span class="badge warn">{}</span>', _("draft waits"))

    @admin.display(description=gettext_lazy("notes"), ordering="open_notes")
    def notes(self, guide: Any) -> str:
        if not guide.open_notes:
            return ""
        words = ngettext("%d open note", "%d open notes", guide.open_notes)
        return str(words % guide.open_notes)

    @admin.display(description=gettext_lazy("readers"))
    def read(self, guide: Any) -> str:
        """How many read the present version, of how many."""
        if guide.current is None or not guide.people:
            return ""
        return _("%(read)d of %(all)d read it") % {"read": guide.read_by, "all": guide.people}
