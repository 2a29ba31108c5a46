"""From the paths one is on to a project."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guides import shelves
from mentorhub.paths.models import slug_now
from mentorhub.people.http import SignedInRequest


@require_safe
def paths(request: SignedInRequest) -> HttpResponse:
    """The paths whose guides one reads, with their projects."""
    return render(request, "guides/paths.html", {"shelves": shelves.of(request.user)})


@require_safe
def projects(request: SignedInRequest, path: str) -> HttpResponse:
    """The numbered projects of a path."""
    found = shelves.of(request.user, path) or shelves.of(request.user, slug_now(path))
    if not found:
        raise Http404
    return render(request, "guides/projects.html", {"path": found[0].path, "shelf": found[0]})
