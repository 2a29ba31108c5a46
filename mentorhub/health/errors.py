"""Errors told to Sentry: which code failed, where and when. Never whose, nor with which words.

What an event may hold is a list of what is let through, so that a newer sentry-sdk which collects
more still sends no more. The words of an exception stay here (PostgreSQL's name the row that was
in the way): the log has them under the same request id.
"""

from typing import Any

from django.conf import settings

from mentorhub.logs import current_id

ABOUT = [
    "event_id",
    "timestamp",
    "platform",
    "level",
    "logger",
    "environment",
    "server_name",
    "sdk",
]
OF_A_FRAME = ["filename", "module", "function", "lineno", "in_app", "context_line"]
NAMED_BY_US = {"route", "task"}  # a transaction's other names may hold an address with a key in it


def begin(dsn: str) -> None:
    """Have this process tell its errors."""
    import sentry_sdk  # noqa: PLC0415 (installed only where SENTRY_DSN is set)
    from sentry_sdk.integrations.logging import ignore_logger  # noqa: PLC0415 (the same)

    ignore_logger("mentorhub.home.errors")  # it says which page failed; the failure itself is told
    sentry_sdk.init(
        dsn=dsn,
        environment=settings.SITE.hostname,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=without_persons,
    )


def without_persons(event: Any, hint: dict[str, Any] | None = None) -> Any:
    """The event as far as it tells of our code and of nobody."""
    told = {name: event[name] for name in ABOUT if name in event}
    told["tags"] = {"request_id": current_id.get()}
    if event.get("transaction_info", {}).get("source") in NAMED_BY_US:
        told["transaction"] = event["transaction"]
    words = event.get("logentry", {})
    if words.get("params"):  # then the words are ours, and what was put into them is not in them
        told["logentry"] = {"message": words["message"]}
    if raised := event.get("exception", {}).get("values"):
        told["exception"] = {"values": [_raised(error) for error in raised]}
    return told


def _raised(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {
            "frames": [{name: it[name] for name in OF_A_FRAME if name in it} for it in frames]
        },
    }
