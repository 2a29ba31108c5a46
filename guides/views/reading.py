"""What a reader tells us: that a version was before them, and that they have read it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guides import reading
from guides.models import Guide, Version
from guides.reading_forms import ShownForm
from mentorhub.people.http import SignedInRequest

from .page import find_guide, version_of


@require_POST
def seen(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """A script says that the page was shown. Nothing to see."""
    guide = find_guide(request, path, number)
    version = _shown(request, guide)
    if version is None:
        return HttpResponse(_("Which version was shown?"), status=422, content_type="text/plain")
    reading.see(version, request.user)
    return HttpResponse(status=204)


@require_POST
def confirm(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """The reader has read the version that was before them."""
    guide = find_guide(request, path, number)
    version = _shown(request, guide)
    if version is None:
        said = _("Which version have you read? Open the guide and use the button below it.")
        return HttpResponse(said, status=422, content_type="text/plain")
    reading.confirm(version, request.user)
    number = version_of(guide).number
    if version.number < number:
        said = _("Noted. Version %d came out meanwhile: what changed in it is marked.")
        messages.warning(request, said % number)
    else:
        said = _("Noted: you have read version %d. From now on we mark what changes after it.")
        messages.success(request, said % number)
    return redirect(guide.address_of("mentor_guide"))


def _shown(request: SignedInRequest, guide: Guide) -> Version | None:
    form = ShownForm(request.POST)
    if not form.is_valid():
        return None
    return guide.versions.filter(**form.cleaned_data).defer("data").first()
