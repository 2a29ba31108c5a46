"""The pages for what went wrong."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.encoding import escape_uri_path

from mentorhub.logs import current_id

logger = logging.getLogger(__name__)


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
    page = loader.render_to_string("500.html", {"incident": incident})
    return HttpResponseServerError(page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
