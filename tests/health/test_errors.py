"""What Sentry is told: which code failed, and nothing of anybody."""

from http.client import HTTPConnection

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.rig.stack import wait_until

from .sentry_sink import SentrySink

# Planted wherever a request can hold something.
BODY, COOKIE, HEADER, IN_PATH, IN_QUERY = "heron", "otter", "badger", "lynx", "kingfisher"


@pytest.mark.processes
def test_an_error_is_told_without_a_word_of_what_anybody_sent(stack, mentor, collected_static):
    session = sign_in(Client(), mentor).cookies["session"].value
    with SentrySink() as sentry:
        stack.wsgi = "tests.health.failing_wsgi"
        stack.environment |= {"SENTRY_DSN": sentry.dsn}
        stack.start_web()
        web = HTTPConnection("localhost", stack.port)
        web.request(
            "POST",
            f"/failing/{IN_PATH}/?q={IN_QUERY}",
            body=f"message={BODY}&email=nina@example.net",
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"session={session}; own={COOKIE}",
                "X-Own": HEADER,
            },
        )
        failed = web.getresponse()
        web.close()
        failed.close()
        wait_until(lambda: len(sentry.events) >= 3, "the errors to be told")

    told = b"\n".join(sentry.envelopes).decode()
    planted = [BODY, COOKIE, HEADER, IN_PATH, IN_QUERY, "nina", session, mentor.email, mentor.name]
    assert [word for word in planted if word in told] == []
    errors = {event["exception"]["values"][0]["type"]: event for event in sentry.events[2:]}
    error = errors["ValueError"]
    assert failed.status == 500
    assert error["transaction"] == "/failing/{key}/"
    assert error["tags"]["request_id"] == failed.headers["X-Request-ID"]
    assert error["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "failing"
    assert sentry.events[0]["logentry"] == {"message": "The letter of %s cannot be read"}
    assert "logentry" not in sentry.events[1]
