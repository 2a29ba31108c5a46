"""What staff do with a file in quarantine, on the screen of its request."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contact import scanning
from contact.models import Attachment
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import User

Flow = Callable[[uuid.UUID, User], bool]


def addresses(site: AdminSite) -> list[URLPattern]:
    """Where a file is looked at again, and where it is discarded."""
    return [
        path(
            f"<int:pk>/files/<uuid:file_id>/{name}/",
            site.admin_view(view),
            name=f"contact_request_file_{name}",
        )
        for name, view in [("rescan", file_rescan), ("discard", file_discard)]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def file_rescan(request: SignedInRequest, pk: int, file_id: uuid.UUID) -> HttpResponse:
    """Have the virus scanner look again."""
    return _act(request, pk, file_id, scanning.scan_again, _("The file is being checked again."))


@require_http_methods(["GET", "HEAD", "POST"])
def file_discard(request: SignedInRequest, pk: int, file_id: uuid.UUID) -> HttpResponse:
    """Take it away for good."""
    return _act(request, pk, file_id, scanning.discard, _("The file is discarded."))


def _act(
    request: SignedInRequest, pk: int, file_id: uuid.UUID, flow: Flow, said: str
) -> HttpResponse:
    """Opened by GET, as after a sign-in in between, it leads back to the screen."""
    visible = Attachment.objects.visible_to(request.user).select_related("message__request")
    attachment = get_object_or_404(visible, message__request=pk, pk=file_id)
    if request.method == "POST" and flow(attachment.pk, request.user):
        messages.success(request, said)
    elif request.method == "POST":
        messages.warning(request, _("It is not in quarantine any more."))
    return redirect(attachment.desk_url)
