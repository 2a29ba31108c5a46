"""S21: one thing that happens is one line of the log, whatever it holds."""

import io
import json
import logging

import pytest
from django.test import Client

from mentorhub import logs

HOSTILE = [
    'a\r\n{"level": "ERROR", "message": "all is lost"}',
    "a\nERROR root: all is lost",
    "a\x1b[2J\x1b[31mred",
    "a\u2028ERROR root: all is lost",
    "a\x85ERROR",
    "a\0b",
    "a\rERROR",
]


@pytest.fixture(params=["json", "plain"])
def log(request) -> io.StringIO:
    """What the process writes meanwhile, in one of its two formats."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(
        {"json": logs.JsonFormatter, "plain": logs.PlainFormatter}[request.param]()
    )
    handler.addFilter(logs.BearId())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def lines_of(log: io.StringIO) -> list[str]:
    text = log.getvalue()
    assert not set(text) & {"\r", "\x1b", "\u2028", "\u2029", "\x85", "\0"}, repr(text)
    return text.splitlines()


@pytest.mark.parametrize("text", HOSTILE)
def test_s21_what_is_logged_is_one_line(log, text):
    logging.getLogger("contact").warning("The file %s was refused", text)
    [line] = lines_of(log)
    assert "was refused" in line


@pytest.mark.parametrize("text", HOSTILE)
def test_s21_a_traceback_that_quotes_it_forges_no_event(log, text):
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("contact").exception("It failed")
    for line in lines_of(log):
        assert not line.startswith(("ERROR root", '{"level'))


@pytest.mark.django_db
def test_s21_paths_and_headers_forge_nothing(log, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    client = Client()
    for text in HOSTILE:
        safe = text.replace("\0", "%00").replace("\n", "%0A").replace("\r", "%0D")
        client.get(f"/nothing/{safe}/")
        client.get("/", headers={"user-agent": text, "x-request-id": text, "referer": text})
        client.post("/accounts/login/", {"login": text, "password": text})
        client.get("/", headers={"host": text})
    for line in lines_of(log):
        assert "all is lost" not in line or not line.startswith(("ERROR root", '{"level'))


def test_s21_a_line_of_json_is_one_object_with_the_text_as_it_was():
    record = logging.LogRecord("contact", logging.WARNING, "", 0, "%s", (HOSTILE[0],), None)
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == HOSTILE[0]
