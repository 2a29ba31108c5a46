"""From the paths one is on to a project."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guides.models import Guide
from mentorhub.people.http import SignedInRequest


@require_safe
def paths(request: SignedInRequest) -> HttpResponse:
    """The paths whose guides one reads, with their projects."""
    guides = Guide.objects.visible_to(request.user).select_related("project__path", "current")
    return render(request, "guides/paths.html", {"guides": guides.defer("draft", "current__data")})


@require_safe
def projects(request: SignedInRequest, path: str) -> HttpResponse:
    """The numbered projects of a path."""
    guides = Guide.objects.visible_to(request.user).filter(project__path__slug=path)
    found = list(guides.select_related("project__path", "current").defer("draft", "current__data"))
    if not found:
        raise Http404
    return render(request, "guides/projects.html", {"path": found[0].project.path, "guides": found})
