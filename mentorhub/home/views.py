"""The home page of each role."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
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


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave out: what is somebody's own, and lists without an end."""
    closed = ["admin:index", "search:search", "contact:own_requests", "account_login"]
    folders = [reverse(name) for name in closed]
    lines = [
        "User-agent: *",
        *(f"Disallow: {folder}" for folder in folders),
        f"Disallow: {reverse('contact:new_request')}link/",
        f"Disallow: {reverse('contact:new_request')}sent/",
        f"Sitemap: {settings.SITE_URL}{reverse('helpcenter:sitemap')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
