"""What the processes write, and the id by which one request is found again in it."""

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
PROPER = re.compile(r"[A-Za-z0-9._-]{8,64}")

# Of the request, or the task, that this thread is about; "" outside of both.
current_id: ContextVar[str] = ContextVar("current_id", default="")


class RequestIdMiddleware:
    """Gives each request an id, which error pages show and log lines bear.

    A proxy of ours may have chosen it already; what a stranger sends is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        request_id = given if PROPER.fullmatch(given) else uuid.uuid4().hex
        token = current_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current_id.reset(token)
        response.headers[HEADER] = request_id
        return response


class BearId(logging.Filter):
    """Puts the id into each line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_id.get()
        return True


class PlainFormatter(logging.Formatter):
    """For people: one line a record, whatever a stranger put into it; a traceback is indented."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{record.levelname} {record.name}: {_printable(record.getMessage())}"]
        if record.exc_info:
            trace = "".join(traceback.format_exception(*record.exc_info))
            lines += [f"  {_printable(line)}" for line in trace.splitlines()]
        return "\n".join(lines)


def _printable(text: str) -> str:
    """The text with line ends and other control characters spelled out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


class JsonFormatter(logging.Formatter):
    """One object a line, as log collectors read it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps({name: value for name, value in line.items() if value})


def config(log_format: str) -> dict[str, Any]:
    """Django's LOGGING, with lines in the format "plain" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"id": {"()": "mentorhub.logs.BearId"}},
        "formatters": {
            "plain": {"()": "mentorhub.logs.PlainFormatter"},
            "json": {"()": "mentorhub.logs.JsonFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": log_format,
                "filters": ["id"],
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django.server": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
