"""Absences at the desk: everybody plans their own, administrators anybody's."""

import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contact.handover import handing_over
from contact.models import Request
from mentorhub.people import access, days
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import Absence, User
from mentorhub.people.scoped_admin import ScopedAdmin

from . import colleagues
from .absence_form import AbsenceForm, warnings

A_PAGE = 25


class ListForm(forms.Form):
    """Which absences; what is not understood shows those to come."""

    view = forms.ChoiceField(choices=[("past", gettext_lazy("Past"))], required=False)
    page = forms.IntegerField(min_value=1, required=False)


@admin.register(Absence)
class AbsenceAdmin(ScopedAdmin):
    """People see who of their colleagues is away, and change what is their own."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        absences = Absence.objects.select_related("user", "cover")
        user = cast(User, request.user)
        if access.of(user).is_superuser:
            return absences
        near = colleagues.of(user).values("pk")
        return absences.filter(Q(user__in=near) | Q(cover=user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).works_the_desk

    def has_view_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return access.of(request.user).works_the_desk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).works_the_desk

    def has_change_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return access.of(request.user).is_superuser or (
            obj is not None and obj.user_id == request.user.pk
        )

    def has_delete_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        """The button "I am back", before the admin's own addresses."""
        view = self.admin_site.admin_view(self.come_back)
        return [path("<int:pk>/back/", view, name="people_absence_come_back"), *super().get_urls()]

    @method_decorator(require_safe)
    def changelist_view(  # type: ignore[override]
        self, request: SignedInRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who is away now and will be, with what they have open; or who was."""
        form = ListForm(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        past = chosen.get("view") == "past"
        absences = self.get_queryset(request)
        if past:
            absences = absences.filter(ends_on__lt=days.today()).order_by("-starts_on", "-pk")
        else:
            absences = absences.filter(ends_on__gte=days.today()).order_by("starts_on", "pk")
        absences = absences.annotate(open_requests=_open_requests(request.user))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Absences"),
            "past": past,
            "page": Paginator(absences, A_PAGE).get_page(chosen.get("page") or 1),
            "held": handing_over.held_for(request.user).count(),
        }
        return render(request, "admin/people/absence/list.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(  # type: ignore[override]
        self,
        request: SignedInRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Plan an absence, then see what is to be handed over."""
        return self._edit(request, None)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_view(  # type: ignore[override]
        self,
        request: SignedInRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Change one's own."""
        return self._edit(request, self._own(request, object_id))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def delete_view(  # type: ignore[override]
        self,
        request: SignedInRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Cancel an absence; what was handed over for it can be taken back."""
        absence = self._own(request, object_id)
        if request.method != "POST":
            context = self._context(request, absence, _("Cancel the absence?"))
            return render(request, "admin/people/absence/cancel.html", context)
        self.log_deletions(request, Absence.objects.filter(pk=absence.pk))
        absence.delete()
        messages.success(request, _("The absence is cancelled."))
        return _to_what_is_held(absence.user)

    @method_decorator(require_POST)
    def come_back(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """End an absence today; what was handed over can be taken back."""
        absence = self._own(request, str(pk))
        if not absence.is_on:
            messages.warning(request, _("This absence is not on."))
            return redirect("admin:people_absence_changelist")
        _end(absence)
        self.log_change(request, absence, [{"changed": {"fields": ["ends_on"]}}])
        messages.success(request, _("Welcome back: new requests come to you again."))
        return _to_what_is_held(absence.user)

    def _edit(self, request: SignedInRequest, absence: Absence | None) -> HttpResponse:
        if request.method != "POST":
            form = AbsenceForm(instance=absence, user=request.user)
            return self._form(request, absence, form)
        with transaction.atomic():
            form = AbsenceForm(request.POST, instance=absence, user=request.user)
            if not form.is_valid():
                return self._form(request, absence, form, status=422)
            saved = form.save()
        if absence:
            self.log_change(request, saved, [{"changed": {"fields": form.changed_data}}])
        else:
            self.log_addition(request, saved, [{"added": {}}])
        messages.success(request, _said(saved, request.user))
        for warning in warnings(saved):
            messages.warning(request, warning)
        seen = Request.objects.visible_to(request.user)
        if handing_over.left_by(saved.user).filter(pk__in=seen.order_by().values("pk")).exists():
            return redirect("admin:contact_handover", saved.user_id)
        return redirect("admin:people_absence_changelist")

    def _form(
        self,
        request: SignedInRequest,
        absence: Absence | None,
        form: AbsenceForm,
        status: int = 200,
    ) -> HttpResponse:
        title = _("Change the absence") if absence else _("Plan an absence")
        context = {**self._context(request, absence, title), "form": form}
        if absence and not form.is_bound:
            context["warnings"] = warnings(absence)
        return render(request, "admin/people/absence/form.html", context, status=status)

    def _context(
        self, request: SignedInRequest, absence: Absence | None, title: str
    ) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "absence": absence}

    def _own(self, request: SignedInRequest, object_id: str) -> Absence:
        if not (object_id.isascii() and object_id.isdigit()) or len(object_id) > 18:
            raise Http404
        absence = get_object_or_404(self.get_queryset(request), pk=int(object_id))
        if not self.has_change_permission(request, absence):
            raise Http404
        return absence


def _open_requests(user: User) -> Coalesce:
    """How many unfinished requests the person who is away has, of those that `user` sees."""
    seen = Request.objects.visible_to(user).unfinished().filter(assignee=OuterRef("user"))
    counted = seen.order_by().values("assignee").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _end(absence: Absence) -> None:
    """As if it had ended yesterday; one that began today never was."""
    yesterday = days.today() - datetime.timedelta(days=1)
    if absence.starts_on > yesterday:
        absence.delete()
        return
    absence.ends_on, absence.ended_at = yesterday, Now()
    absence.save(update_fields=["ends_on", "ended_at"])


def _said(absence: Absence, user: User) -> str:
    if absence.user_id == user.pk:
        return _("Your absence is planned.")
    return _("The absence of %(name)s is planned.") % {"name": absence.user}


def _to_what_is_held(person: User) -> HttpResponse:
    if handing_over.held_for(person).exists():
        return redirect("admin:contact_taking_back", person.pk)
    return redirect("admin:people_absence_changelist")
