"""Saved views at the desk: saving the queue as it is shown, and the page that tends them."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contact import saving
from contact.models import SavedView
from mentorhub.content.fields import LineField
from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import User

from . import queue
from .bulk import BulkActs


class SaveForm(forms.Form):
    """The name, and with the managers of which of one's paths it is shared, if any."""

    name = LineField(label=gettext_lazy("Name"), max_length=60)
    path = forms.ModelChoiceField(
        label=gettext_lazy("For"),
        queryset=Path.objects.none(),
        required=False,
        empty_label=gettext_lazy("Me alone"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = access.of(user)
        paths: QuerySet[Path] = Path.objects.all()
        if not of.is_superuser:
            paths = paths.filter(pk__in=of.managed)
        cast("forms.ModelChoiceField[Path]", self.fields["path"]).queryset = paths


class ChangeForm(forms.Form):
    """What becomes of a saved view: another name, another place, or its end."""

    act = forms.ChoiceField(choices=[(name, name) for name in ["rename", "up", "down", "delete"]])
    name = LineField(max_length=60, required=False)


class SavedViews(BulkActs):
    """Whoever sees a saved view may change it: it is theirs, or of their path."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def saved(self, request: SignedInRequest) -> HttpResponse:
        """Save the queue as its address narrows it; the page of what is saved."""
        self._for_the_desk(request)
        form = SaveForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            asked = queue.QueueForm(request.GET)
            name, path = form.cleaned_data["name"], form.cleaned_data["path"]
            try:
                view = saving.save(request.user, name, asked.to_save, path)
            except saving.TooMany:
                form.add_error("name", _("There are 20 already. Delete one first."))
            else:
                messages.success(request, _("“%s” is saved.") % view)
                desk = reverse("admin:contact_request_changelist")
                return redirect(f"{desk}?{queue.address_of(view)}")
        views = SavedView.objects.visible_to(request.user).select_related("path", "owner")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Saved views"),
            "form": form,
            "views": views.order_by("path__name", "position", "pk"),
            "query": request.GET.urlencode(),
            "queue": queue.of(request.user, queue.QueueForm({}), 0),
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/contact/request/saved.html", context, status=status)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_saved(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Rename, move or delete one."""
        self._for_the_desk(request)
        view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
        form = ChangeForm(request.POST)
        if request.method == "POST" and form.is_valid():
            match form.cleaned_data["act"]:
                case "rename" if form.cleaned_data["name"]:
                    view.name = form.cleaned_data["name"]
                    view.save(update_fields=["name"])
                case "rename":
                    messages.error(request, _("A saved view needs a name."))
                case "up":
                    saving.move(view, -1)
                case "down":
                    saving.move(view, 1)
                case "delete":
                    view.delete()
        return redirect("admin:contact_request_saved")
