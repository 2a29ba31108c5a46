"""What the desk does to a request: each act is one form, one flow, and the screen again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contact import answering, emails, marking, states
from contact.models import Request, TimelineEvent
from contact.models.request import RequestQuerySet
from mentorhub.content.files import NotKept
from mentorhub.people.http import SignedInRequest
from mentorhub.people.scoped_admin import ScopedAdmin

from . import box, followers, queue, screen
from .followers import warn_of_unknown_names
from .forms import AnswerForm, AssignForm, NoteForm, SeenForm, TransferForm
from .mark_form import MarkForm

BESIDE_A_REQUEST = 15  # rows of the queue shown next to a request


def _act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that changes a request, which it is given.

    Opened by GET, as after a sign-in in between, it leads back to the screen. What was typed
    for a request that has moved out of sight meanwhile is handed back.
    """

    @wraps(view)
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def on_request(self: "Acts", request: SignedInRequest, pk: int) -> HttpResponse:
        if request.method == "POST" and self._moved_away(request, pk):
            return self._typed_in_vain(request)
        mentor_request = self._visible(request, pk)
        if request.method != "POST":
            return redirect(mentor_request.desk_url)
        return view(self, request, mentor_request)

    return on_request


class Acts(ScopedAdmin):
    """The screen of one request that a person may see, and what they may do there."""

    def get_queryset(self, request: HttpRequest) -> RequestQuerySet:
        return Request.objects.visible_to(request.user)

    @_act
    def answer(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Send an answer to the mentor."""
        form = AnswerForm(request.POST, request.FILES, mentor_request=mentor_request)

        def act() -> str:
            answering.answer(
                mentor_request.pk, form.written(request.user), form.cleaned_data["then"]
            )
            return ""  # the screen says so itself, beside Undo

        return self._do(request, mentor_request, form, "answer_form", act)

    @_act
    def note(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Keep an internal note."""
        form = NoteForm(request.POST, request.FILES, mentor_request=mentor_request)

        def act() -> str:
            body = answering.note(mentor_request.pk, form.written(request.user)).body
            warn_of_unknown_names(request, mentor_request, body)
            return _("Your note is kept. The mentor never sees it.")

        return self._do(request, mentor_request, form, "note_form", act)

    @_act
    def assign(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Give it to one person."""
        form = AssignForm(request.POST, mentor_request=mentor_request)

        def act() -> str:
            to = form.cleaned_data["assignee"]
            answering.assign(mentor_request.pk, request.user, to, form.cleaned_data["version"])
            return _("%(reference)s is with %(name)s now.") % {
                "reference": mentor_request.reference,
                "name": to,
            }

        return self._do(request, mentor_request, form, "assign_form", act)

    @_act
    def take(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Take it oneself."""
        form = SeenForm(request.POST, mentor_request=mentor_request)

        def act() -> str:
            answering.assign(
                mentor_request.pk, request.user, request.user, form.cleaned_data["version"]
            )
            return _("%(reference)s is yours now.") % {"reference": mentor_request.reference}

        return self._do(request, mentor_request, form, "take_form", act)

    @_act
    def transfer(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Hand it to another path or team."""
        form = TransferForm(request.POST, mentor_request=mentor_request)

        def act() -> str:
            to, version = form.cleaned_data["to"], form.cleaned_data["version"]
            answering.transfer(
                mentor_request.pk,
                request.user,
                to,
                version,
                reason=form.cleaned_data["reason"].strip(),
            )
            return _("%(reference)s goes to %(name)s.") % {
                "reference": mentor_request.reference,
                "name": to,
            }

        return self._do(request, mentor_request, form, "transfer_form", act)

    def _do(
        self,
        request: SignedInRequest,
        mentor_request: Request,
        form: SeenForm,
        name: str,
        act: Callable[[], str],
    ) -> HttpResponse:
        """Run one act; whatever stands in its way shows the screen again with what was typed."""
        if not form.is_valid():
            return self._screen(request, mentor_request, {name: form}, status=422)
        try:
            if done := act():
                messages.success(request, done)
        except answering.Conflict:
            if self._moved_away(request, mentor_request.pk):
                return self._typed_in_vain(request)
            seen = form.cleaned_data["version"]
            form.mentor_request = mentor_request = self._visible(request, mentor_request.pk)
            form.seen_now()
            extra: dict[str, Any] = {name: form, "conflict": True}
            return self._screen(request, mentor_request, extra, status=409, seen_version=seen)
        except NotKept as why:
            form.add_error("files", why)
            return self._screen(request, mentor_request, {name: form}, status=422)
        except states.Refused:
            form.add_error(None, _("This request is closed. The mentor can open a follow-up."))
            return self._screen(request, mentor_request, {name: form}, status=409)
        if self.get_queryset(request).filter(pk=mentor_request.pk).exists():
            return redirect(f"{mentor_request.desk_url}{_view_of(request)}")
        # It went where they cannot see it.
        return redirect(f"{reverse('admin:contact_request_changelist')}{_view_of(request)}")

    def _moved_away(self, request: HttpRequest, pk: int) -> bool:
        """Whether this person had to do with the request, and may not see it any more."""
        if self.get_queryset(request).filter(pk=pk).exists():
            return False
        acted = TimelineEvent.objects.filter(request=pk, actor=request.user.pk)
        return acted.exists() or emails.was_told(pk, str(getattr(request.user, "email", "")))

    def _typed_in_vain(self, request: HttpRequest) -> HttpResponse:
        """Hand back what was typed for a request that is out of sight."""
        typed = request.POST.get("body") or request.POST.get("reason") or ""
        context = {**self.admin_site.each_context(request), "typed": typed}
        return render(request, "admin/contact/request/moved.html", context, status=409)

    def _screen(
        self,
        request: SignedInRequest,
        mentor_request: Request,
        extra: dict[str, Any] | None = None,
        *,
        status: int = 200,
        seen_version: int | None = None,
    ) -> HttpResponse:
        form = queue.QueueForm(request.GET)
        around = box.of(mentor_request, request.user)
        forms_: dict[str, forms.Form] = {
            "answer_form": AnswerForm(mentor_request=mentor_request, draft=around.answer),
            "note_form": NoteForm(mentor_request=mentor_request, draft=around.note),
            "take_form": SeenForm(mentor_request=mentor_request),
            "assign_form": AssignForm(mentor_request=mentor_request),
            "transfer_form": TransferForm(mentor_request=mentor_request),
            "mark_form": MarkForm(mentor_request=mentor_request),
        }
        context = {
            **self.admin_site.each_context(request),
            "title": str(mentor_request),
            "mentor_request": mentor_request,
            "screen": screen.of(mentor_request, request.user, seen_version),
            "box": around,
            "form": form,
            "queue": queue.of(request.user, form, BESIDE_A_REQUEST),
            "followers": followers.of(mentor_request, request.user),
            "tags_in_use": marking.tags_in_use(request.user),
            **forms_,
            **(extra or {}),
        }
        return render(request, "admin/contact/request/screen.html", context, status=status)

    def _visible(self, request: HttpRequest, pk: int) -> Request:
        requests = (
            self.get_queryset(request)
            .with_absence()
            .select_related(
                "path",
                "project",
                "topic",
                "team",
                "assignee",
                "sender",
                "follows",
                "article__category",
                "part__guide__project__path",
                "part__guide__current",
                "guide_version",
            )
            .defer("part__guide__draft")
        )
        return get_object_or_404(requests, pk=pk)


def _view_of(request: HttpRequest) -> str:
    """The view of the queue and the words searched, to come back to after an act."""
    return f"?{request.GET.urlencode()}" if request.GET else ""
