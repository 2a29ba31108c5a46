"""The figures for Prometheus. None of them names a person, an address or a text.

Requests are counted in each web process and summed over all of them (deploy/gunicorn.conf.py makes
the folder in which they meet). Everything else is read from the database at the moment it is asked.
"""

import os
from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count, Q
from django.http import HttpRequest
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from mentorhub.mail.models import NEEDS_A_PERSON, UNFINISHED, OutgoingEmail, ServerRest
from mentorhub.people.models import ImportLine, PeopleImport

from . import state

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = {"GET", "HEAD", "POST"}
SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

requests = Counter(
    "mentorhub_requests", "Requests answered.", ["view", "method", "status"], registry=REGISTRY
)
seconds = Histogram(
    "mentorhub_request_seconds", "How long the answer took.", ["view"], buckets=SECONDS
)


def count(request: HttpRequest, status: int, took: float) -> None:
    """Count one request, by the name of its view: an address may hold a key."""
    match = request.resolver_match
    view = match.view_name or match.route if match else "none"
    method = request.method if request.method in METHODS else "other"
    requests.labels(view, method, status).inc()
    seconds.labels(view).observe(took)


def page() -> bytes:
    """All of it, in Prometheus' words."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
        own: bytes = b""
    else:
        own = generate_latest(REGISTRY)
    registry.register(FromTheDatabase())
    return own + generate_latest(registry)


class FromTheDatabase(Collector):
    """What Health says, the outbox, imports."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        there = 1
        try:
            yield from [*_health(), _emails(), _server(), _imports()]
        except DatabaseError:
            there = 0
        yield GaugeMetricFamily("mentorhub_database_is_there", "1 when it answers.", there)


def _health() -> Iterator[GaugeMetricFamily]:
    well = GaugeMetricFamily(
        "mentorhub_is_well", "1 when it is, as the page Health says.", labels=["what"]
    )
    for finding in state.findings():
        well.add_metric([finding.name], finding.is_well)
        yield GaugeMetricFamily(f"mentorhub_{finding.name}", finding.title, finding.value)
    yield well


def _emails() -> GaugeMetricFamily:
    """Those that wait or need a person. What was sent is millions of rows, and counts itself elsewhere."""
    emails = GaugeMetricFamily("mentorhub_emails", "Outbox.", labels=["lane", "state"])
    open_ones = OutgoingEmail.objects.filter(Q(state__in=UNFINISHED) | Q(state__in=NEEDS_A_PERSON))
    for row in open_ones.order_by().values("lane", "state").annotate(n=Count("pk")):
        emails.add_metric([row["lane"], row["state"]], row["n"])
    return emails


def _server() -> GaugeMetricFamily:
    """The breaker: 0 while it is closed."""
    failures = ServerRest.objects.values_list("failures", flat=True).first() or 0
    words = "How often in a row the mail server did not answer; it rests in between."
    return GaugeMetricFamily("mentorhub_mail_server_failures", words, failures)


def _imports() -> GaugeMetricFamily:
    left = GaugeMetricFamily("mentorhub_import_lines_left", "Lines to do.", labels=["step"])
    running = ImportLine.objects.filter(people_import__state=PeopleImport.State.CHECKING)
    left.add_metric(["check"], running.filter(outcome=ImportLine.Outcome.WAITING).count())
    applied = ImportLine.objects.filter(people_import__state=PeopleImport.State.APPLYING)
    left.add_metric(["apply"], applied.filter(is_done=False).count())
    return left
