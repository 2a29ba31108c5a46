"""What Django has no setting for: headers on every response, and whom none of our pages answer."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_cache_control

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Adds the policies, and keeps what a signed-in person sees out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_signed_in(request):
            patch_cache_control(response, private=True, no_store=True)
        return response


class GateMiddleware:
    """Refuses what no browser sends to this site.

    Django compares the name of the host alone; a wrong port, or a dot at the end, would stand
    in links and redirects. With http, which is for this machine only, any port will do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.hosts = {settings.SITE.netloc.lower(), f"{settings.SITE.hostname}:443"}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        if settings.SECURE and host.lower() not in self.hosts:
            raise DisallowedHost(f"{host!r} is not {settings.SITE.netloc}")
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self.get_response(request)


def _is_signed_in(request: HttpRequest) -> bool:
    """Also while the database is away: the page that says so needs its headers too."""
    try:
        return "user" in request.__dict__ and request.user.is_authenticated
    except Error:
        return True
