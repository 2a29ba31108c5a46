"""A mentor who asks the same again is shown the request they wait for, and loses nothing."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.asked_before import Asked, resembling
from contact.models import Message, Request
from contact.states import Status
from tests.cast import Cast
from tests.factories import contact

URL = "/contact/"
SUBJECT = "Student wants to change path"
AGAIN = "A student wants to change their path"


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "token": uuid.uuid4(),
        "path": cast.path.pk,
        "topic": cast.topic.pk,
        "subject": AGAIN,
        "body": "It is urgent now.",
        **changed,
    }


def plan() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", b"A plan.")


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


@pytest.fixture
def waiting(cast: Cast) -> Request:
    return contact.routed(cast.mentor, cast.path, cast.topic, subject=SUBJECT)


def test_a_request_that_asks_the_same_is_shown_once_before_a_second_is_sent(
    browser: Client, cast: Cast, waiting: Request
) -> None:
    data = fields(cast)

    response = browser.post(URL, {**data, "files": plan()})

    page = response.content.decode()
    assert response.status_code == 422
    assert f"Open {waiting.reference}" in page and SUBJECT in page
    assert "It is urgent now." in page and "plan.txt" in page
    assert f'name="asked_before" value="{waiting.pk}"' in page
    assert Request.objects.count() == 1

    browser.post(URL, {**data, "asked_before": waiting.pk})
    assert Request.objects.filter(subject=AGAIN).count() == 1


def test_what_was_typed_becomes_a_reply_there(
    browser: Client, cast: Cast, waiting: Request
) -> None:
    data, url = fields(cast, topic=""), f"{waiting.get_absolute_url()}add/"

    first, second = (browser.post(url, {**data, "files": plan()}) for _time in range(2))

    message = waiting.messages.latest("pk")
    assert (message.author, message.body) == (cast.mentor, f"{AGAIN}\n\nIt is urgent now.")
    assert [it.name for it in message.attachments.all()] == ["plan.txt"]
    assert first.url == second.url == f"{waiting.get_absolute_url()}#message-{message.pk}"
    assert waiting.messages.count() == 2 and Request.objects.count() == 1


def test_a_subject_that_says_the_same_is_not_said_again(
    browser: Client, cast: Cast, waiting: Request
) -> None:
    browser.post(f"{waiting.get_absolute_url()}add/", fields(cast, subject=f"{SUBJECT}?"))

    assert waiting.messages.latest("pk").body == "It is urgent now."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": "", "body": " "}, "Write your message here."),
        ({"body": "x" * 20_001}, "20001 characters"),
        ({"files": [SimpleUploadedFile("a.exe", b"MZ")]}, "a.exe"),
    ],
)
def test_a_reply_that_cannot_be_taken_shows_the_form_with_what_was_typed(
    browser: Client, cast: Cast, waiting: Request, changed: dict[str, Any], said: str
) -> None:
    response = browser.post(f"{waiting.get_absolute_url()}add/", fields(cast, **changed))

    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert f'action="{URL}"' in page  # what is sent next is a request again
    assert waiting.messages.count() == 1


def test_a_get_of_the_reply_leads_back_to_the_form(browser: Client, waiting: Request) -> None:
    """A sign-in in between turns the POST into a GET."""
    response = browser.get(f"{waiting.get_absolute_url()}add/")

    assert (response.status_code, response.url) == (302, URL)


def test_another_s_request_takes_no_reply_and_is_shown_to_nobody_else(
    browser: Client, cast: Cast
) -> None:
    theirs = contact.routed(cast.colleague, cast.path, cast.topic, subject=SUBJECT)

    assert browser.post(f"{theirs.get_absolute_url()}add/", fields(cast)).status_code == 404
    typed = browser.get(f"{URL}asked-before/", {"subject": SUBJECT})
    assert theirs.reference not in typed.content.decode()
    assert browser.post(URL, fields(cast)).status_code == 302
    assert theirs.messages.count() == 1


def test_it_is_shown_while_one_types(browser: Client, cast: Cast, waiting: Request) -> None:
    page = browser.get(f"{URL}asked-before/", {"subject": AGAIN}).content.decode()

    assert f'data-shown="{waiting.pk}"' in page
    assert f'formaction="{waiting.get_absolute_url()}add/"' in page
    assert "Waiting for our answer since" in page


@pytest.mark.parametrize(
    "query", ["", "subject=ab", "subject=%00%00%00", "subject=otter&topic=x&project=-1"]
)
def test_what_cannot_be_read_shows_nothing(browser: Client, waiting: Request, query: str) -> None:
    response = browser.get(f"{URL}asked-before/?{query}")

    assert response.status_code == 200
    assert waiting.reference not in response.content.decode()


def test_finished_requests_and_guests_are_left_alone(client: Client, cast: Cast) -> None:
    contact.solved(cast.mentor, cast.path, cast.topic, cast.manager, subject=SUBJECT)
    assert resembling(cast.mentor, Asked(SUBJECT)) == []

    contact.submitted(None, cast.path, cast.topic, subject=SUBJECT)
    guest = fields(cast, name="Robin Castel", email="robin@example.net")
    assert client.post(URL, guest).status_code == 302


def test_one_that_waits_for_the_mentor_says_so(browser: Client, cast: Cast) -> None:
    pending = contact.pending(
        cast.mentor, cast.path, cast.topic, cast.manager, subject="Invoice of May"
    )
    assert pending.status == Status.PENDING

    page = browser.get(f"{URL}asked-before/", {"subject": "Invoice of May"}).content.decode()
    assert "An answer waits for you there." in page


SAME = [
    (SUBJECT, AGAIN),
    (SUBJECT, "Path change for a student"),
    ("Invoice of October not paid", "Invoice for October still unpaid"),
    ("Cannot open the calendar", "I can't open my calendar"),
    ("Defence of project 4 postponed", "Postponing the defence of project 4"),
    ("Certificate for Amadou missing", "Missing certificate, Amadou"),
    ("Accès à la plateforme bloqué", "Bloqué: accès à la plateforme"),
    ("Student does not answer for two weeks", "My student does not answer since two weeks"),
]
OTHER = [
    (SUBJECT, "Student wants a pause in summer"),
    (SUBJECT, "Invoice of October not paid"),
    ("Invoice of October not paid", "How do I change my bank account?"),
    ("Cannot open the calendar", "Cannot open the guide of project 3"),
    ("Defence of project 4 postponed", "Which slides for the defence?"),
    ("Certificate for Amadou missing", "Certificate of employment for me"),
    ("Student does not answer for two weeks", "Student is ill for two months"),
    ("Feedback on project 3", "Feedback on project 4"),
    ("Question", "Is a second mentor possible?"),
]


@pytest.mark.parametrize(("earlier", "now"), SAME)
def test_the_same_in_other_words_is_found(cast: Cast, earlier: str, now: str) -> None:
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic, subject=earlier)

    assert resembling(cast.mentor, Asked(now, cast.topic)) == [mentor_request]


@pytest.mark.parametrize(("earlier", "now"), OTHER)
def test_something_else_of_the_same_topic_is_not(cast: Cast, earlier: str, now: str) -> None:
    contact.submitted(cast.mentor, cast.path, cast.topic, subject=earlier)

    assert resembling(cast.mentor, Asked(now, cast.topic)) == []


def test_the_same_project_raises_it(cast: Cast) -> None:
    one, two = cast.path.projects.order_by("number")
    contact.submitted(
        cast.mentor, cast.path, cast.topic, subject="Which sources count as data?", project=one
    )

    assert resembling(cast.mentor, Asked("How old may the students' data sources be?", project=one))
    assert not resembling(
        cast.mentor, Asked("How old may the students' data sources be?", project=two)
    )


def test_it_costs_the_same_for_any_number_of_requests(cast: Cast) -> None:
    counts = []
    for _more in range(2):
        contact.submitted(cast.mentor, cast.path, cast.topic, subject=SUBJECT)
        with CaptureQueriesContext(connection) as queries:
            assert resembling(cast.mentor, Asked(AGAIN))
        counts.append(len(queries))
    assert counts == [2, 2]


def test_the_very_same_form_is_not_held_up_by_the_request_it_made(
    browser: Client, cast: Cast
) -> None:
    data = fields(cast)
    first = browser.post(URL, data)

    assert browser.post(URL, data).url == first.url
    assert Message.objects.count() == 1
