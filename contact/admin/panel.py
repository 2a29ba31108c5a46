"""What the panel beside a request changes of it: priority and tags, and who follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contact import following, marking
from contact.models import Request
from mentorhub.people.http import SignedInRequest

from .acts import Acts, _act, _view_of
from .followers import PersonForm
from .mark_form import MarkForm


class PanelActs(Acts):
    """The acts of the panel, each by its own small form."""

    @_act
    def mark(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Set its priority and its tags."""
        form = MarkForm(request.POST, mentor_request=mentor_request)

        def act() -> str:
            marking.mark(
                mentor_request.pk,
                request.user,
                form.cleaned_data["priority"],
                form.tags(),
                form.cleaned_data["version"],
            )
            return _("Priority and tags are kept.")

        return self._do(request, mentor_request, form, "mark_form", act)

    @_act
    def follow(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Follow it oneself, or copy in a colleague who sees it."""
        form = PersonForm(request.POST, mentor_request=mentor_request)
        if form.is_valid():
            person = form.cleaned_data["person"]
            following.follow(mentor_request, person, request.user)
            said = {"name": person, "reference": mentor_request.reference}
            messages.success(request, _("%(name)s follows %(reference)s now.") % said)
        else:
            messages.error(request, _("Choose a colleague who may see this request."))
        return redirect(f"{mentor_request.desk_url}{_view_of(request)}")

    @_act
    def unfollow(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Stop following it, or take a colleague off."""
        form = PersonForm(request.POST, mentor_request=mentor_request)
        if form.is_valid():
            person = form.cleaned_data["person"]
            following.stop(mentor_request, person, request.user)
            said = {"name": person, "reference": mentor_request.reference}
            messages.success(request, _("%(name)s follows %(reference)s no more.") % said)
        return redirect(f"{mentor_request.desk_url}{_view_of(request)}")
