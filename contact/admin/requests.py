"""The desk's addresses: the queue in place of the admin's list, the screen in place of its form."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contact.downloads import download
from contact.models import Attachment, BulkAct, Request
from mentorhub.people import access, audit
from mentorhub.people.http import SignedInRequest

from . import articles, criteria, filters, handovers, quarantine, queue, report
from .forms import WordsForm
from .saved import SavedViews, SaveForm
from .writing import Writing


@admin.register(Request)
class RequestAdmin(SavedViews, Writing):
    """Who may see a request is Request.objects.visible_to(); all changes go through the flows."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).works_the_desk

    def has_view_permission(self, request: HttpRequest, obj: Request | None = None) -> bool:
        return access.of(request.user).works_the_desk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Request | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Request | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The acts on a request, before the admin's own addresses."""
        acts = [self.answer, self.note, self.assign, self.take, self.transfer]
        acts += [self.mark, self.follow, self.unfollow]
        acts += [self.insert, self.draft, self.discard, self.go_on, self.undo]
        return [
            *(self._address(f"<int:pk>/{act.__name__}/", act) for act in acts),
            self._address("<int:pk>/articles/", self.articles),
            self._address("<int:pk>/ready-answers/", self.ready_answers),
            self._address("bulk/", self.bulk_act),
            self._address("bulk/<int:pk>/", self.bulk_result),
            self._address("saved/", self.saved),
            self._address("saved/<int:pk>/", self.change_saved),
            self._address("<int:pk>/presence/", self.presence),
            criteria.address(self.admin_site),
            *report.addresses(self.admin_site),
            *handovers.addresses(self.admin_site),
            self._address("<int:pk>/files/<uuid:file_id>/", self.file),
            *quarantine.addresses(self.admin_site),
            *super().get_urls(),
        ]

    def _address(self, route: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
        return path(
            route, self.admin_site.admin_view(view), name=f"contact_request_{view.__name__}"
        )

    def changelist_view(  # type: ignore[override]
        self, request: SignedInRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The queue."""
        self._for_the_desk(request)
        form = queue.QueueForm(request.GET)
        lists = filters.selects(request.user, form.filters)
        shown = queue.of(request.user, form)
        context = {
            **self.admin_site.each_context(request),
            "title": shown.title,
            "form": form,
            "queue": shown,
            "selects": lists,
            "save_form": SaveForm(user=request.user),
            "bulk_acts": BulkAct.Act.choices,
            "filtered_by": filters.said(form.filters, lists),
        }
        return render(request, "admin/contact/request/queue.html", context)

    def change_view(  # type: ignore[override]
        self,
        request: SignedInRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The screen of one request."""
        self._for_the_desk(request)
        if not (object_id.isascii() and object_id.isdigit()) or len(object_id) > 18:
            raise Http404
        mentor_request = self._visible(request, int(object_id))
        audit.note_look(audit.Act.READ, request.user, mentor_request.reference)
        return self._screen(request, mentor_request)

    @method_decorator(require_safe)
    def file(self, request: SignedInRequest, pk: int, file_id: uuid.UUID) -> FileResponse:
        """Download an attachment of a visible request."""
        mentor_request = self._visible(request, pk)
        files = Attachment.objects.downloadable().filter(message__request=mentor_request)
        file = get_object_or_404(files, pk=file_id)
        audit.note_look(audit.Act.DOWNLOADED, request.user, f"{mentor_request.reference}, {file}")
        return download(file)

    @method_decorator(require_safe)
    def articles(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Answers of the Help Center to put into a reply; only their list for scripts."""
        mentor_request, form = self._visible(request, pk), WordsForm(request.GET)
        asked, page = form.asked("articles")
        offers = articles.offers(mentor_request, asked)
        context = {"mentor_request": mentor_request, "asked": asked, "offers": offers}
        if page == "admin/contact/request/articles.html":
            context |= {**self.admin_site.each_context(request), "title": _("Articles")}
        return render(request, page, context)
