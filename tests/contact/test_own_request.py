"""A mentor's pages of their requests."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import Attachment, Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail, State
from tests.cast import Cast
from tests.factories import contact, people


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


@pytest.fixture
def pending(cast: Cast) -> Request:
    mentor_request = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    contact.note(
        mentor_request, cast.manager, "A secret between managers", [contact.file("in.txt")]
    )
    return mentor_request


def page_of(client: Client, mentor_request: Request) -> str:
    response = client.get(f"/contact/requests/{mentor_request.reference}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_conversation_and_no_internal_note(
    browser: Client, pending: Request
) -> None:
    page = page_of(browser, pending)

    assert "What shall I do?" in page and "Do this." in page
    assert "A secret between managers" not in page and "in.txt" not in page


def test_the_page_says_who_answers_and_why(browser: Client, cast: Cast) -> None:
    manager = cast.manager
    away = people.manager("Sofia Marchetti", cast.path)
    people.absence(away)

    page = page_of(browser, contact.routed(cast.mentor, cast.path, cast.topic))

    assert f"{manager.name} answers you, as mentorship manager of Data Analyst." in page
    assert "Sofia Marchetti is away until" in page


@pytest.mark.parametrize(
    ("state", "answer", "said"),
    [
        (State.QUEUED, "", "On its way by email"),
        (State.WAITING, "451 later", "has not taken the email yet"),
        (State.SENT, "250 Ok", "taken by the mail server"),
        (State.FAILED, "550 no such mailbox", "550 no such mailbox"),
        (State.UNKNOWN, "TimeoutError: 10.0.0.5", "may not have arrived"),
    ],
)
def test_the_page_says_what_became_of_the_email(
    browser: Client, pending: Request, state: State, answer: str, said: str
) -> None:
    email = OutgoingEmail.objects.filter(kind="contact/answer")
    email.update(state=state, last_answer=answer, sent_at="2026-11-24T10:52Z")

    page = page_of(browser, pending)
    assert said in page
    assert "10.0.0.5" not in page  # what our machine says is not for the reader


def test_a_reply_is_kept_and_shown(browser: Client, pending: Request) -> None:
    url = f"/contact/requests/{pending.reference}/reply/"

    response = browser.post(url, {"token": uuid.uuid4(), "body": "It worked"}, follow=True)

    assert "It worked" in response.content.decode()
    pending.refresh_from_db()
    assert pending.status == Status.OPEN


def test_an_empty_reply_is_told_at_the_field(browser: Client, pending: Request) -> None:
    url = f"/contact/requests/{pending.reference}/reply/"

    response = browser.post(url, {"token": uuid.uuid4(), "body": "  "})

    assert response.status_code == 422
    assert "Write your message here." in response.content.decode()
    pending.refresh_from_db()
    assert pending.status == Status.PENDING


def test_it_can_be_marked_as_solved(browser: Client, pending: Request) -> None:
    browser.post(f"/contact/requests/{pending.reference}/solved/")

    pending.refresh_from_db()
    assert pending.status == Status.SOLVED


def test_a_get_neither_replies_nor_solves_but_leads_back_to_the_page(
    browser: Client, pending: Request
) -> None:
    """A sign-in in between turns the POST into a GET."""
    for act in ["reply", "solved"]:
        response = browser.get(f"/contact/requests/{pending.reference}/{act}/")
        assert (response.status_code, response.url) == (302, pending.get_absolute_url())
    pending.refresh_from_db()
    assert pending.status == Status.PENDING


def test_a_stranger_s_request_is_missing_like_one_that_never_was(
    client: Client, cast: Cast, pending: Request
) -> None:
    client.force_login(cast.colleague)

    assert client.get(f"/contact/requests/{pending.reference}/").status_code == 404
    assert client.get("/contact/requests/MH-999999/").status_code == 404


def test_s24_an_attachment_is_downloaded_and_never_shown(browser: Client, cast: Cast) -> None:
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file()])
    attachment = Attachment.objects.get()

    response = browser.get(f"/contact/requests/{mentor_request.reference}/files/{attachment.pk}/")

    assert response.getvalue() == b"Some notes."
    assert response["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_s23_the_file_of_an_internal_note_or_another_request_is_missing(
    browser: Client, cast: Cast, pending: Request
) -> None:
    other = contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file("own.txt")])
    internal = Attachment.objects.get(name="in.txt")
    of_other = Attachment.objects.get(name="own.txt")

    for attachment in [internal, of_other]:
        url = f"/contact/requests/{pending.reference}/files/{attachment.pk}/"
        assert browser.get(url).status_code == 404
    own = browser.get(f"/contact/requests/{other.reference}/files/{of_other.pk}/")
    assert own.getvalue() == b"Some notes."


def test_the_list_holds_one_s_own_only_and_can_be_searched(browser: Client, cast: Cast) -> None:
    contact.routed(cast.mentor, cast.path, cast.invoices, subject="October invoice")
    jury = contact.solved(cast.mentor, cast.path, cast.topic, cast.manager, subject="Jury in Lyon")
    contact.routed(cast.colleague, cast.path, cast.topic, subject="Not yours")

    def shown(query: str = "") -> set[str]:
        page = browser.get(f"/contact/requests/{query}").content.decode()
        words = ["October invoice", "Jury in Lyon", "Not yours"]
        return {subject for subject in words if subject in page}

    assert shown() == {"October invoice", "Jury in Lyon"}
    assert shown("?q=invoice") == {"October invoice"}
    assert shown(f"?q={jury.reference.lower()}") == {"Jury in Lyon"}
    assert shown("?q=do this") == {"Jury in Lyon"}
    assert shown("?status=open") == {"October invoice"}
    assert shown("?status=finished") == {"Jury in Lyon"}
    assert shown("?status=nonsense&page=99") == {"October invoice", "Jury in Lyon"}
    assert "Not yours" not in shown("?q=" + "x" * 300)


def test_the_pages_cost_the_same_for_any_number_of_rows(browser: Client, cast: Cast) -> None:
    mentor_request = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    urls = ["/contact/requests/", mentor_request.get_absolute_url()]

    def costs() -> list[int]:
        counted = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                browser.get(url)
            counted.append(len(queries))
        return counted

    one = costs()
    for _more in range(3):
        contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
        contact.reply(mentor_request, files=[contact.file()])
        contact.answer(mentor_request, cast.manager, files=[contact.file()])

    assert costs() == one == [5, 8]
