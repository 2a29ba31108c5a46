"""One's own account: profile, and the acceptance of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from . import audit, inviting, personal
from .forms import AcceptInvitationForm, ProfileForm
from .http import SignedInRequest
from .models import PersonalExport

SHOWN = 5  # exports; they are kept for a week


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Name and time zone, and the way to everything else about the account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedInRequest) -> HttpResponse:
    """All that we hold about oneself: asked for here, packed in the background, fetched here."""
    if request.method == "POST":
        personal.ask(request.user)
        return redirect("people:export")
    exports = PersonalExport.objects.visible_to(request.user)
    return render(request, "people/export.html", {"exports": exports[:SHOWN]})


@require_safe
def export_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The packed file, for its person alone."""
    ready = PersonalExport.objects.visible_to(request.user).exclude(ready_at=None)
    found = get_object_or_404(ready, pk=pk)
    if request.method == "GET":
        audit.note(audit.Act.DOWNLOADED, request.user, _("their own data"))
    name = f"mentorhub-{found.asked_at:%Y-%m-%d}.zip"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows the form; only sending it spends the invitation."""
    invitation = inviting.find(token)
    if invitation is None:
        return render(request, "people/invitation_ended.html", status=404)
    form = AcceptInvitationForm(
        request.POST or None, invitation=invitation, initial={"name": invitation.name}
    )
    if request.method == "POST" and form.is_valid():
        user = inviting.accept(invitation, form.cleaned_data["name"], form.cleaned_data["password"])
        if user is None:
            return render(request, "people/invitation_ended.html", status=404)
        messages.success(request, _("Your account is ready. Sign in to begin."))
        return redirect("account_login")
    return render(
        request, "people/accept_invitation.html", {"form": form, "invitation": invitation}
    )
