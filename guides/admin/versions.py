"""The history of a guide: what readers had, and every save of the draft."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guides import changes, drafting
from guides.models import Guide
from mentorhub.content import revisions
from mentorhub.content.revisions import Conflict

from .forms import CompareForm, PageForm, RestoreForm
from .pages import GuidePages, author_of, tell
from .whole import rows, whole

SAVES_A_PAGE = 25


class HistoryPages(GuidePages):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All versions and saves: who, when, why; any two versions to compare, any to restore."""
        guide = self.guide(request, object_id)
        form = PageForm(request.GET)
        number = form.cleaned_data["page"] if form.is_valid() else 1
        # A save after which the draft was gone says nothing that could come back.
        wrote = ExpressionWrapper(~Q(data__draft=None), output_field=BooleanField())
        saves = revisions.of(guide).annotate(wrote=wrote).defer("data")
        versions = guide.versions.select_related("published_by").defer("data")
        context: dict[str, Any] = {
            "versions": list(versions),
            "page": Paginator(saves, SAVES_A_PAGE).get_page(number),
        }
        return self.page(request, "history", guide, _("History"), **context)

    @method_decorator(require_safe)
    def version(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """All that a version said."""
        guide = self.guide(request, pk)
        found = get_object_or_404(guide.versions.select_related("published_by"), number=number)
        title = _("Version %d") % number
        context: dict[str, Any] = {"version": found, "whole": whole(found.content)}
        return self.page(request, "version", guide, title, **context)

    @method_decorator(require_safe)
    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed between two versions, part by part."""
        guide = self.guide(request, pk)
        form = CompareForm(request.GET)
        if not form.is_valid():
            return redirect("admin:guides_guide_history", pk)
        numbers = sorted([form.cleaned_data["old"], form.cleaned_data["new"]])
        versions = guide.versions.select_related("published_by")
        old, new = (get_object_or_404(versions, number=number) for number in numbers)
        found = rows(changes.between(old.content, new.content), new.content, {})
        context: dict[str, Any] = {"compared": [old, new], "rows": found}
        return self.page(request, "compare", guide, _("What changed"), **context)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a version, or an earlier save, the draft; readers keep what is published."""
        guide = self.guide(request, pk)
        form = RestoreForm(request.POST)
        if not form.is_valid():
            raise Http404
        try:
            self._restore(request, guide, **form.cleaned_data)
        except Conflict as conflict:
            tell(request, conflict)
            return redirect("admin:guides_guide_history", pk)
        messages.success(request, _("The old text is the draft. Look at it, then publish it."))
        return redirect("admin:guides_guide_change", pk)

    def _restore(
        self,
        request: HttpRequest,
        guide: Guide,
        *,
        seen_version: int,
        version: int | None,
        save_number: int | None,
    ) -> None:
        author = author_of(request)
        if version:
            old = get_object_or_404(guide.versions, number=version)
            drafting.restore(guide, old, author, seen_version=seen_version)
        else:
            save = get_object_or_404(revisions.of(guide), number=save_number)
            if save.data["draft"] is None:
                raise Http404
            drafting.take_back(guide, save, author, seen_version=seen_version)
