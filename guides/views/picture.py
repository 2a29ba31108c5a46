"""The pictures in guides."""

import uuid

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guides.models import Picture
from mentorhub.people.http import SignedInRequest


@require_safe
def picture(request: SignedInRequest, pk: uuid.UUID, size: str) -> FileResponse:
    """A picture of a guide that one reads."""
    found = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    if size != found.size_name:
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
