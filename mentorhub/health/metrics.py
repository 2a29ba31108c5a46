"""Counting and timing requests, and the page /metrics that Prometheus reads."""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

METRICS = "/metrics"


class MetricsMiddleware:
    """Stands aside unless METRICS_TOKEN is set; /metrics is there for its bearer alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.WATCHING.metrics_token:
            raise MiddlewareNotUsed
        from . import exposition  # noqa: PLC0415 (its package is installed only where it is wanted)

        self.get_response = get_response
        self.exposition = exposition

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == METRICS and request.method == "GET" and _bears_the_token(request):
            return self._page()
        began = time.perf_counter()
        response = self.get_response(request)
        self.exposition.count(request, response.status_code, time.perf_counter() - began)
        return response

    def _page(self) -> HttpResponse:
        page = HttpResponse(self.exposition.page(), content_type=self.exposition.CONTENT_TYPE)
        page.headers["Cache-Control"] = "no-store"
        return page


def _bears_the_token(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.WATCHING.metrics_token}"
    return secrets.compare_digest(
        request.headers.get("Authorization", "").encode(), expected.encode()
    )
