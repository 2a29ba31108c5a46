"""Acts on many requests: choose them and the act, see row by row what will happen, do it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contact import bulk, marking
from contact.bulk import Act
from contact.models import BulkAct
from mentorhub.people import access
from mentorhub.people.http import SignedInRequest

from . import queue
from .bulk_forms import FORM_OF, ActForm, BulkForm, ChosenRows
from .panel import PanelActs

PAGE = "admin/contact/request/bulk.html"
TAGS = {Act.TAG, Act.UNTAG}


class BulkActs(PanelActs):
    """Three steps by POST, of which the last alone changes anything; then the result."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def bulk_act(self, request: SignedInRequest) -> HttpResponse:
        """Which rows and which act; then the preview; then it is done."""
        self._for_the_desk(request)
        back = f"{reverse('admin:contact_request_changelist')}?{request.GET.urlencode()}"
        if request.method != "POST":
            return redirect(back)
        rows = ChosenRows(request.POST, request.user, queue.QueueForm(request.GET))
        chosen = ActForm(request.POST)
        chosen.is_valid()
        act = chosen.cleaned_data.get("act")
        if not rows.is_valid() or act is None:
            wrong = rows.non_field_errors() or [_("Choose what to do with them.")]
            messages.error(request, " ".join(str(one) for one in wrong))
            return redirect(back)
        step, seen = chosen.cleaned_data["step"], rows.cleaned_data["seen"]
        bound = step in {"preview", "do"}
        form: BulkForm = FORM_OF[act](
            request.POST if bound else None,
            among=self.get_queryset(request).filter(pk__in=seen).order_by(),
        )
        if step == "do" and form.is_valid():
            token = form.cleaned_data["token"]
            done = bulk.begin(request.user, act, form.data_of(), seen, token)
            return redirect(f"{done.desk_url}?{request.GET.urlencode()}")
        return self._bulk_page(request, act, form, seen, back)

    def _bulk_page(
        self, request: SignedInRequest, act: Act, form: BulkForm, seen: bulk.Seen, back: str
    ) -> HttpResponse:
        is_ready = form.is_bound and form.is_valid()
        shown: dict[str, Any] = {}
        if is_ready:
            lines = bulk.plan(request.user, act, form.data_of(), seen)
            shown = {"lines": lines, "ready": sum(line.why_not is None for line in lines)}
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "form": form,
            "count": len(seen),
            "rows": " ".join(f"{pk}:{version}" for pk, version in seen.items()),
            "back": back,
            "tags_in_use": marking.tags_in_use(request.user) if act in TAGS else [],
            "queue": queue.of(request.user, queue.QueueForm(request.GET), 0),
            **shown,
        }
        status = 422 if form.is_bound and not is_ready else 200
        return render(request, PAGE, context, status=status)

    @method_decorator(require_safe)
    def bulk_result(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """What became of each row, so far or in the end."""
        self._for_the_desk(request)
        done = get_object_or_404(BulkAct.objects.visible_to(request.user), pk=pk)
        rows = list(done.rows.select_related("request"))
        visible = self.get_queryset(request).filter(pk__in=[row.request_id for row in rows])
        context = {
            **self.admin_site.each_context(request),
            "title": _("What was done"),
            "done": done,
            "rows": rows,
            "counts": bulk.counts(rows),
            "visible": set(visible.values_list("pk", flat=True)),
            "query": request.GET.urlencode(),
            "queue": queue.of(request.user, queue.QueueForm(request.GET), 0),
        }
        return render(request, "admin/contact/request/bulk_result.html", context)

    def _for_the_desk(self, request: HttpRequest) -> None:
        if not access.of(request.user).works_the_desk:
            raise Http404
