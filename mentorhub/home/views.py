"""The home page of each role."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorhub.people.models import User

from . import dashboard


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The door for strangers; for people, what waits for them."""
    if not isinstance(request.user, User):
        return render(request, "home/welcome.html")
    return render(request, "home/home.html", {"dashboard": dashboard.of(request.user)})
