"""What the pages around one guide have in common."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guides.models import Guide, Note
from mentorhub.content.revisions import Conflict
from mentorhub.people.models import User
from mentorhub.people.scoped_admin import EditorsAdmin


class GuidePages(EditorsAdmin):
    """An admin of guides with addresses of its own."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guide]:
        return Guide.objects.select_related("project__path", "current__published_by", "editor")

    def guide(self, request: HttpRequest, pk: int | str) -> Guide:
        """The guide; raises Http404 when there is none."""
        return cast(Guide, self.get_object(request, str(pk)))

    def address(self, route: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
        """An address that is named like its view."""
        name = f"guides_guide_{view.__name__}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def page(
        self,
        request: HttpRequest,
        name: str,
        guide: Guide | None,
        title: str,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """One of our own pages in the admin's frame."""
        shared = {"title": title, "opts": self.opts, "guide": guide}
        whole = {**self.admin_site.each_context(request), **shared, **context}
        return render(request, f"admin/guides/guide/{name}.html", whole, status=status)


def author_of(request: HttpRequest) -> User:
    """Who is at work: the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def tell(request: HttpRequest, conflict: Conflict) -> None:
    """Say that the draft is not what was on the screen."""
    messages.error(
        request,
        _(
            "%(who)s saved this draft meanwhile, %(at)s. Nothing was changed. Look at it, then decide."
        )
        % {"who": saver(conflict), "at": saved_at(conflict)},
    )


def saver(conflict: Conflict) -> str:
    """Who was quicker."""
    latest = conflict.latest
    return str((latest and latest.author) or _("Somebody"))


def saved_at(conflict: Conflict) -> str:
    return date_format(conflict.latest.at, "DATETIME_FORMAT") if conflict.latest else ""


def open_notes(guide: Guide) -> dict[str, int]:
    """How many threads wait for an answer under each part, by its anchor."""
    waiting = Note.objects.filter(part__guide=guide, thread=None, resolved_at=None).order_by()
    return dict(waiting.values_list("part__anchor").annotate(n=Count("pk")))
