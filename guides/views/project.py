"""The page of a project: a tab is an address of its own, and all say what one version says."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from guides.models import Guide, Part
from mentorhub.people.http import SignedInRequest

# Where readers find a part of each kind.
TABS = {"section": "mentor_guide", "deliverable": "deliverables", "criterion": "assessment"}


@require_safe
def brief(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """What the student is asked to do."""
    return _tab(request, path, number, "brief")


@require_safe
def deliverables(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """What the student hands in."""
    return _tab(request, path, number, "deliverables")


@require_safe
def mentor_guide(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """How the mentor leads the student there, and what will be checked."""
    return _tab(request, path, number, "mentor_guide")


@require_safe
def assessment(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """How the deliverables are assessed, criterion by criterion."""
    return _tab(request, path, number, "assessment")


@require_safe
def history(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """When it changed, and why."""
    return _tab(request, path, number, "history")


@require_safe
def at(request: SignedInRequest, path: str, number: int, anchor: str) -> HttpResponse:
    """Lead to a part, wherever it stands now; when it is gone, to where it stood."""
    guide = _guide(request, path, number)
    part = get_object_or_404(Part, guide=guide, anchor=anchor)
    return redirect(f"{guide.address_of(TABS[part.kind])}#{part.anchor}")


def _tab(request: SignedInRequest, path: str, number: int, tab: str) -> HttpResponse:
    guide = _guide(request, path, number)
    context = {"guide": guide, "project": guide.project, "version": guide.current, "tab": tab}
    return render(request, f"guides/{tab}.html", context)


def _guide(request: SignedInRequest, path: str, number: int) -> Guide:
    guides = Guide.objects.visible_to(request.user).select_related("current", "project__path")
    return get_object_or_404(
        guides.defer("draft"), project__path__slug=path, project__number=number
    )
