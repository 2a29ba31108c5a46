"""Three pages that say what will happen to an account before it does: out, off, on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mentorhub.people import switching
from mentorhub.people.models import Role, User


@dataclass(frozen=True)
class Act:
    """One thing that staff can do to an account. `state` is what the account must be; None: either."""

    name: str
    title: Promise
    button: Promise
    done: Promise
    run: Callable[[User, User], None]
    state: bool | None
    too_late: Promise | str = ""


END_SESSIONS = Act(
    "end_sessions",
    _("Sign out everywhere"),
    _("Sign them out everywhere"),
    _("They are signed out everywhere."),
    switching.end_sessions,
    state=None,
)
SWITCH_OFF = Act(
    "switch_off",
    _("Switch the account off"),
    _("Switch it off"),
    _("The account is switched off."),
    switching.switch_off,
    state=True,
    too_late=_("The account is switched off already."),
)
SWITCH_ON = Act(
    "switch_on",
    _("Switch the account on"),
    _("Switch it on"),
    _("The account is switched on again."),
    switching.switch_on,
    state=False,
    too_late=_("The account is switched on already."),
)


class Switching(admin.ModelAdmin):
    """The part of the admin of people that does it."""

    def get_urls(self) -> list[URLPattern]:
        """The three pages, before the admin's own addresses."""
        views = [self.end_sessions, self.switch_off, self.switch_on]
        mine = [
            path(
                f"<int:pk>/{view.__name__.replace('_', '-')}/",
                self.admin_site.admin_view(view),
                name=f"people_user_{view.__name__}",
            )
            for view in views
        ]
        return [*mine, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def end_sessions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sign somebody out everywhere."""
        return self._act(request, pk, END_SESSIONS)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def switch_off(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Switch an account off."""
        return self._act(request, pk, SWITCH_OFF)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def switch_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Switch it on again."""
        return self._act(request, pk, SWITCH_ON)

    def _act(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        """First says what will happen, then does it."""
        person, by = get_object_or_404(User, pk=pk), cast(User, request.user)
        if act.state is not None and person.is_active != act.state:
            messages.warning(request, str(act.too_late))
            return redirect("admin:people_user_change", pk)
        refused = ""
        if request.method == "POST":
            try:
                act.run(person, by)
            except switching.Refused as why:
                refused = str(why)
            else:
                messages.success(request, str(act.done))
                return redirect("admin:people_user_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "opts": self.opts,
            "person": person,
            "act": act,
            "refused": refused,
            "roles": Role.objects.filter(user=person).select_related("path"),
        }
        status = 422 if refused else 200
        return render(request, "admin/people/user/act.html", context, status=status)
