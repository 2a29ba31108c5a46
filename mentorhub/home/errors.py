"""The pages for what went wrong."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.encoding import escape_uri_path

from mentorhub import patience
from mentorhub.logs import current_id

logger = logging.getLogger(__name__)

AGAIN_AFTER = 10  # seconds
CSRF_FIELD = "csrfmiddlewaretoken"
SECRET = ("password", "code", "secret")  # in a field's name: never shown again


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the context processors: the database may be what is broken.

    The page shows an id to quote: the first letters of the request's, which every line of the log
    about it bears.
    """
    incident = current_id.get()[:8] or secrets.token_hex(4)
    path = escape_uri_path(request.path)  # a line break in it would begin a line of its own
    logger.error("Incident %s: %s %s", incident, request.method, path)
    error = sys.exception()
    patience.lost_by(error)
    if patience.passes(error):
        return _busy(request, incident)
    page = loader.render_to_string("500.html", {"incident": incident})
    return HttpResponseServerError(page)


def _busy(request: HttpRequest, incident: str) -> HttpResponse:
    """Nothing is broken, only not to be had just now. A form's words come back, to be sent again."""
    context = {
        "incident": incident,
        "typed": _typed(request),
        "csrf_token": request.POST.get(CSRF_FIELD, ""),  # as it came: a forged form stays one
        "files": [file.name for files in request.FILES.lists() for file in files[1]],
    }
    response = HttpResponse(loader.render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(AGAIN_AFTER)
    add_never_cache_headers(response)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form that was sent; none of a form with secrets."""
    fields = dict(request.POST.lists())
    fields.pop(CSRF_FIELD, None)
    if any(word in name for name in fields for word in SECRET):
        return []
    return [(name, value) for name, values in fields.items() for value in values]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
