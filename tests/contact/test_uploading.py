"""What the script that shows an upload's progress is told."""

import uuid
from typing import Any

import pytest
from django.test import Client

from contact.models import Request
from tests.cast import Cast
from tests.factories import contact

URL = "/contact/"
SCRIPT = {"X-Upload": "progress"}


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    data = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    return {**data, "subject": "Change of path", "body": "See the plan.", **changed}


def test_a_script_is_told_where_to_go_and_misses_no_message(browser: Client, cast: Cast) -> None:
    response = browser.post(URL, fields(cast), headers=SCRIPT)

    mentor_request = Request.objects.get()
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["X-Next"] == mentor_request.get_absolute_url()
    page = browser.get(response.headers["X-Next"]).content.decode()
    assert f"We have your request: {mentor_request.reference}" in page


def test_a_script_gets_the_form_itself_when_something_is_to_be_corrected(
    browser: Client, cast: Cast
) -> None:
    response = browser.post(URL, fields(cast, subject=""), headers=SCRIPT)

    assert response.status_code == 422
    assert "Say in a few words" in response.content.decode()


def test_a_reply_says_so_too(browser: Client, cast: Cast) -> None:
    mentor_request = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)

    for act in ["reply", "add"]:
        url = f"{mentor_request.get_absolute_url()}{act}/"
        response = browser.post(url, fields(cast, body=act), headers=SCRIPT)
        message = mentor_request.messages.latest("pk")
        assert (
            response.headers["X-Next"]
            == f"{mentor_request.get_absolute_url()}#message-{message.pk}"
        )


def test_whoever_does_not_ask_is_redirected_as_ever(browser: Client, cast: Cast) -> None:
    response = browser.post(URL, fields(cast))

    assert response.status_code == 302 and "X-Next" not in response.headers
