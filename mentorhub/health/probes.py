"""What load balancers and process managers ask, many times a minute.

A middleware and no views: they come by IP address and plain http, which the rest of the site
refuses, and "alive" must be said while the database is away.
"""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from mentorhub.relay.due import registry

logger = logging.getLogger(__name__)

ALIVE, READY = "/healthz", "/readyz"


class ProbesMiddleware:
    """Answers /healthz (this process works) and /readyz (send it readers)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in {ALIVE, READY}:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return _said("Only GET.", 405)
        if request.path == ALIVE:
            return _said("alive")
        why_not = self.not_ready()
        return _said(why_not, 503) if why_not else _said("ready")

    def not_ready(self) -> str:
        """Why no reader should be sent here just now; empty when there is no reason.

        A table that the work hangs on and that nobody gets at is one: most pages would say so too,
        after a wait. Redis, the mail server and the workers are no reason: every page works without them.
        """
        try:
            if not self.is_migrated:  # looked at until it is so; then it stays so
                executor = MigrationExecutor(connection)
                self.is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            for model in {due.waiting().model for due in registry} if self.is_migrated else []:
                model._default_manager.exists()
        except Error as error:
            logger.warning("Not ready, the database does not answer: %s", error)
            return "the database does not answer"
        return "" if self.is_migrated else "migrations are missing"


def _said(words: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(f"{words}\n", content_type="text/plain", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
