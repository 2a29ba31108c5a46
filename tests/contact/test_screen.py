"""The desk's screen of one request."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import Attachment, Message, Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.factories import contact, people


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file()])


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.manager)


def url(mentor_request: Request, act: str) -> str:
    return f"/admin/contact/request/{mentor_request.pk}/{act}/"


def typed(mentor_request: Request, **fields: Any) -> dict[str, Any]:
    return {"version": mentor_request.version, "token": uuid.uuid4(), "body": "Do this.", **fields}


def test_the_screen_shows_conversation_sender_and_timeline(desk: Client, routed: Request) -> None:
    page = desk.get(url(routed, "change")).content.decode()

    for words in [
        "What shall I do?",
        "notes.txt",
        "Amina Berger",
        "amina@mentorhub.example",
        "Routed to Camille Laurent: the only one free of Data Analyst.",
        "Amina Berger submitted the request.",
    ]:
        assert words in page


@pytest.mark.parametrize(
    ("then", "status"),
    [("send", Status.OPEN), ("wait", Status.PENDING), ("solve", Status.SOLVED)],
)
def test_the_three_buttons(desk: Client, routed: Request, then: str, status: Status) -> None:
    response = desk.post(url(routed, "answer"), typed(routed, then=then), follow=True)

    assert response.redirect_chain == [(url(routed, "change"), 302)]
    routed.refresh_from_db()
    assert routed.status == status
    assert OutgoingEmail.objects.filter(kind="contact/answer").count() == 1


def test_a_note_is_kept_and_not_mailed(desk: Client, routed: Request) -> None:
    desk.post(url(routed, "note"), typed(routed, body="No fee"))

    assert routed.messages.get(is_internal=True).body == "No fee"
    assert not OutgoingEmail.objects.filter(kind="contact/answer").exists()


@pytest.mark.parametrize("act", ["answer", "note"])
def test_an_answer_to_an_older_state_comes_back_with_its_text_and_what_is_new(
    desk: Client, routed: Request, act: str
) -> None:
    stale = typed(routed, body="My long answer", then="send")
    contact.reply(routed, "One more thing")

    response = desk.post(url(routed, act), stale)

    page = response.content.decode()
    assert response.status_code == 409
    assert "My long answer" in page and "One more thing" in page
    assert "Amina Berger replied." in page
    assert page.count("badge new") == 1  # the reply, and nothing else in the conversation
    assert not Message.objects.filter(body="My long answer").exists()
    routed.refresh_from_db()
    assert f'name="version" value="{routed.version}"' in page
    assert str(stale["token"]) not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": " "}, "Write your message here."),
        ({"body": "x" * 200_000}, "200000 characters"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    desk: Client, routed: Request, changed: dict[str, Any], said: str
) -> None:
    response = desk.post(url(routed, "answer"), typed(routed, then="send", **changed))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert routed.messages.count() == 1


@pytest.mark.parametrize(
    "changed", [{"then": "explode"}, {"then": ""}, {"version": ""}, {"version": "x"}, {"token": ""}]
)
def test_a_forged_form_changes_nothing(
    desk: Client, routed: Request, changed: dict[str, Any]
) -> None:
    response = desk.post(url(routed, "answer"), {**typed(routed, then="send"), **changed})

    assert response.status_code == 422
    assert routed.messages.count() == 1


def test_a_request_is_assigned_taken_and_transferred(
    desk: Client, cast: Cast, routed: Request
) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)

    desk.post(url(routed, "assign"), typed(routed, assignee=sofia.pk))
    routed.refresh_from_db()
    assert routed.assignee == sofia

    desk.post(url(routed, "take"), typed(routed))
    routed.refresh_from_db()
    assert routed.assignee == cast.manager

    to = f"path-{cast.other_path.pk}"
    response = desk.post(url(routed, "transfer"), typed(routed, to=to, reason="Yours"), follow=True)
    routed.refresh_from_db()
    assert (routed.path, routed.assignee) == (cast.other_path, None)
    assert response.status_code == 200
    assert desk.get(url(routed, "change")).status_code == 404


def test_after_an_act_the_view_of_the_queue_is_the_same(desk: Client, routed: Request) -> None:
    response = desk.post(f"{url(routed, 'take')}?view=paths&q=shall", typed(routed))

    assert response.url == f"{url(routed, 'change')}?view=paths&q=shall"
    page = desk.get(response.url).content.decode()
    assert "Camille Laurent took it." in page


def test_it_cannot_be_assigned_to_somebody_who_may_not_see_it(
    desk: Client, cast: Cast, routed: Request
) -> None:
    response = desk.post(url(routed, "assign"), typed(routed, assignee=cast.other_manager.pk))

    assert response.status_code == 422
    routed.refresh_from_db()
    assert routed.assignee == cast.manager


def test_a_manager_of_another_path_finds_nothing_and_does_nothing(
    client: Client, cast: Cast, routed: Request
) -> None:
    sign_in(client, cast.other_manager)
    attachment = Attachment.objects.get()

    assert client.get(url(routed, "change")).status_code == 404
    assert client.get(url(routed, f"files/{attachment.pk}")).status_code == 404
    for act in ["answer", "note", "assign", "take", "transfer"]:
        assert client.post(url(routed, act), typed(routed, then="send")).status_code == 404
    assert routed.messages.count() == 1


def test_a_closed_request_says_so(desk: Client, cast: Cast) -> None:
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)

    response = desk.post(url(closed, "answer"), typed(closed, then="send", body="Too late"))

    assert response.status_code == 409
    assert not Message.objects.filter(body="Too late").exists()


def test_what_mentors_write_is_never_run(desk: Client, cast: Cast) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ settings.SECRET_KEY }}"
    mentor_request = contact.routed(
        cast.mentor, cast.path, cast.topic, subject=nasty[:100], body=nasty
    )

    page = desk.get(url(mentor_request, "change")).content.decode()

    assert "<script>alert(1)" not in page and "<img src=x" not in page
    assert "{{ settings.SECRET_KEY }}" in page


def test_the_screen_costs_the_same_for_any_number_of_messages(
    desk: Client, cast: Cast, routed: Request
) -> None:
    contact.answer(routed, cast.manager, files=[contact.file()])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(routed, "change"))
        return len(queries)

    cost()  # the first look is noted in the audit, the next ones are the same look
    first = cost()
    for _more in range(5):
        contact.reply(routed, files=[contact.file()])
        contact.answer(routed, cast.manager, files=[contact.file()])
        contact.note(routed, cast.manager)

    assert cost() == first
    assert first <= 25


def test_a_sign_in_in_between_leads_back_to_the_screen(desk: Client, routed: Request) -> None:
    for act in ["answer", "note", "assign", "take", "transfer"]:
        response = desk.get(url(routed, act))
        assert (response.status_code, response.url) == (302, url(routed, "change"))
    assert routed.messages.count() == 1


def test_what_was_typed_for_a_request_that_has_moved_away_is_handed_back(
    desk: Client, cast: Cast, routed: Request
) -> None:
    stale = typed(routed, body="My long answer", then="send")
    contact.answering.transfer(routed.pk, cast.manager, cast.other_path, routed.version)

    response = desk.post(url(routed, "answer"), stale)

    assert response.status_code == 409
    page = response.content.decode()
    assert "My long answer" in page
    assert "What shall I do?" not in page and cast.mentor.email not in page


def test_a_link_to_a_public_request_is_its_sender_s_alone(desk: Client, cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    contact.routed(None, cast.path, cast.topic)
    email = OutgoingEmail.objects.get(kind="contact/acknowledgement")
    token = email.text.partition("/contact/link/")[2].partition("/")[0]

    for page in ["change", "as-read"]:
        shown = desk.get(f"/admin/mail/outgoingemail/{email.pk}/{page}/").content.decode()
        assert token not in shown
    assert token in email.text and token in email.html


def test_after_a_transfer_the_emails_are_seen_on_the_new_path_only(
    desk: Client, cast: Cast, routed: Request
) -> None:
    email = OutgoingEmail.objects.get(kind="contact/acknowledgement")
    address = f"/admin/mail/outgoingemail/{email.pk}/change/"
    assert desk.get(address).status_code == 200

    contact.answering.transfer(routed.pk, cast.manager, cast.other_path, routed.version)

    assert desk.get(address).status_code == 404
