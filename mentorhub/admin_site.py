"""The staff's side of the site: Django's admin behind our own sign-in and second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mentorhub.health import state
from mentorhub.health.models import Alarm
from mentorhub.people import access, staff_session
from mentorhub.relay import stuck as relay_stuck

LAST_ALARMS = 20

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def _may_use(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether the model that the view is about exists for this person at all."""
    of_model = getattr(view, "__self__", None)
    if not isinstance(of_model, ModelAdmin):
        return True
    return of_model.has_view_or_change_permission(request) or of_model.has_add_permission(request)


class StaffSite(AdminSite):
    """No password form of its own; others than staff find nothing here."""

    site_title = gettext_lazy("MentorHub desk")
    site_header = gettext_lazy("MentorHub")
    index_title = gettext_lazy("Administration")

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only, and with a second factor shown lately where the setting asks for one."""
        if not access.is_staff(request.user):
            return False
        return staff_session.is_open(request) or not settings.STAFF_SECOND_FACTOR

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Wrap a view of the admin: for a signed-in person who may not use it, it does not exist."""
        guarded = super().admin_view(view, cacheable)

        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not access.is_staff(request.user):
                raise Http404
            if "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL would refuse it
                raise Http404
            if request.method == "POST" and self._comes_late(request):
                return render(request, "admin/away.html", status=403)
            # Before Django looks for the row, whose absence it would tell.
            if self.has_permission(request) and not _may_use(request, view):
                raise Http404
            if self.has_permission(request) and not getattr(view, "no_sign_of_life", False):
                staff_session.note(request)
            try:
                return guarded(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        return cast(View, update_wrapper(for_staff, view))

    def _comes_late(self, request: HttpRequest) -> bool:
        """A form of a page that has closed meanwhile: a redirect would lose it, a reload sends it."""
        was_open = access.is_staff(request.user) and staff_session.shown_at(request) is not None
        return was_open and not self.has_permission(request)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where Django sends whoever has no permission: to the step that is missing, or 404."""
        wanted = request.GET.get("next") or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("account_login"))
        if not access.is_staff(request.user):
            raise Http404
        if request.user.authenticator_set.exists():
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
        messages.warning(
            request, _("Staff pages need a second factor. Add one here, then open the desk again.")
        )
        return redirect("mfa_index")

    def get_urls(self) -> list[Any]:
        """Add pages about the site itself; leave out the one that opens anything by type and id."""
        own = [
            path("here/", self.admin_view(self.here), name="here"),
            path("stuck/", self.admin_view(self.stuck), name="stuck"),
            path("health/", self.admin_view(self.health), name="health"),
        ]
        theirs = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [*own, *theirs]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The front page, with how much is stuck of what this person may see."""
        stuck = relay_stuck.count_visible_to(request.user)
        return super().index(request, {"stuck_count": stuck, **(extra_context or {})})

    @method_decorator(require_POST)
    def here(self, request: HttpRequest) -> HttpResponse:
        """Somebody is writing: the page they write on stays open."""
        return HttpResponse(status=204)

    def stuck(self, request: HttpRequest) -> HttpResponse:
        """Whatever waits for longer than it should, as far as this person may see it."""
        groups = relay_stuck.visible_to(request.user)
        context = {**self.each_context(request), "title": _("Stuck"), "groups": groups}
        return render(request, "admin/stuck.html", context)

    def health(self, request: HttpRequest) -> HttpResponse:
        """Whether everything that no page waits for works; for administrators."""
        if not access.of(request.user).is_superuser:
            raise Http404
        context = {
            **self.each_context(request),
            "title": _("Health"),
            "findings": state.findings(),
            "alarms": Alarm.objects.all()[:LAST_ALARMS],
        }
        return render(request, "admin/health.html", context)

    def password_change(  # type: ignore[override]  # theirs is a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The site's own page, which asks for the second factor again and mails a notice."""
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]  # theirs is a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is no such page: the site's own says so itself."""
        return redirect("account_change_password")

    @method_decorator(login_not_required)
    def logout(  # type: ignore[override]  # theirs is a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The site's own way out."""
        return redirect("account_logout")
