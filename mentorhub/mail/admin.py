"""The outbox for staff: each email as its reader sees it, what became of it, Retry and Discard."""

from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from mentorhub.people import access, audit
from mentorhub.people.models import User
from mentorhub.people.scoped_admin import ScopedAdmin

from . import sending
from .models import NEEDS_A_PERSON, OutgoingEmail, State

IN_A_FRAME = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "form-action": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups"],
}


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ScopedAdmin):
    """Read only: what was said stays said."""

    list_display = [
        "subject", "to_address", "kind", "badge", "answer", "attempts", "created_at", "sent_at",
    ]  # fmt: skip
    list_filter = ["state", "lane", "kind"]
    search_fields = ["to_address", "subject", "message_id"]
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/mail/outgoingemail/change_form.html"
    actions = ["retry_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingEmail]:
        return OutgoingEmail.objects.visible_to(request.user).defer("text", "html")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not by the content: a sign-in code could be guessed letter by letter."""
        hidden = lookup.split("__")[0] in {"text", "html"}
        return not hidden and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: OutgoingEmail | None = None) -> bool:
        of = access.of(request.user)
        return of.is_superuser or of.is_editor or bool(of.managed)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingEmail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingEmail | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, email: OutgoingEmail) -> str:
        """The state in its colour."""
        return format_html(
            '<span class="badge {}">{}</span>', email.tone, email.get_state_display()
        )

    @admin.display(description=gettext_lazy("the mail server's last answer"))
    def answer(self, email: OutgoingEmail) -> str:
        """Why it did not leave; of one that did, nothing more need be said."""
        return "" if email.state == State.SENT else Truncator(email.last_answer).chars(120)

    @admin.action(description=gettext_lazy("Try the chosen ones again"))
    def retry_chosen(self, request: HttpRequest, emails: QuerySet[OutgoingEmail]) -> None:
        """Retry what can be retried, and say how many that were."""
        tried = [email for email in emails if sending.retry(email)]
        for email in tried:
            self._note(request, email, audit.Act.RETRIED)
        if tried:
            messages.success(request, _("%d will be tried again.") % len(tried))
        else:
            messages.warning(request, _("None of these can be tried again: they left, or will."))

    def get_urls(self) -> list[URLPattern]:
        """The preview and the two buttons, before the admin's own addresses."""
        return [
            self._address("as-read", self.as_read),
            self._address("retry", self.retry),
            self._address("discard", self.discard),
            *super().get_urls(),
        ]

    def _address(self, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        return path(
            f"<int:pk>/{name}/",
            self.admin_site.admin_view(view),
            name=f"mail_outgoingemail_{name.replace('-', '_')}",
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add what the buttons need to know."""
        email = self.get_object(request, object_id)
        shown = {
            "email": email,
            "can_retry": email is not None and email.state in [*NEEDS_A_PERSON, State.WAITING],
            "can_discard": email is not None
            and email.state in [*NEEDS_A_PERSON, State.WAITING, State.QUEUED],
        }
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace(IN_A_FRAME))
    def as_read(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part alone, for the frame on the email's page."""
        email = self._visible(request, pk)
        if email.secret:  # a sign-in code is shown to nobody but its reader
            raise Http404
        return HttpResponse(email.html_for_staff)

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue it again."""
        email = self._visible(request, pk)
        if sending.retry(email):
            self._note(request, email, audit.Act.RETRIED)
            messages.success(request, _("It will be tried again now."))
        else:
            messages.warning(request, _("There is nothing to retry: it is under way or sent."))
        return self._back(email)

    @method_decorator(require_POST)
    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it up."""
        email = self._visible(request, pk)
        if sending.discard(email):
            self._note(request, email, audit.Act.DISCARDED)
            messages.success(request, _("Discarded: it will not be sent."))
        else:
            messages.warning(request, _("It is under way, sent or discarded already."))
        return self._back(email)

    def _visible(self, request: HttpRequest, pk: int) -> OutgoingEmail:
        email = self.get_queryset(request).filter(pk=pk).first()
        if email is None:
            raise Http404
        return email

    def _back(self, email: OutgoingEmail) -> HttpResponse:
        return redirect(reverse("admin:mail_outgoingemail_change", args=[email.pk]))

    def _note(self, request: HttpRequest, email: OutgoingEmail, act: audit.Act) -> None:
        """Who pressed which button, in the email's own history and in the audit."""
        actor = cast(User, request.user)
        LogEntry.objects.log_actions(
            actor.pk, [email], CHANGE, change_message=str(act.label), single_object=True
        )
        audit.note(act, actor, f"{email.kind} {email.message_id}")
