"""R24: the same form, however often it arrives, is one request."""

import uuid
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from contact.models import Request
from guides.models import Note
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Project
from tests.factories import guides

from .at_once import at_once
from .conftest import School, person

TIMES = 10


def fields(school: School, token: uuid.UUID, **changed: object) -> dict[str, object]:
    return {
        "token": token,
        "path": school.path.pk,
        "topic": school.topic.pk,
        "subject": "Question",
        "body": "What shall I do?",
        **changed,
    }


def mentor_posts(
    school: School, data: dict[str, object], url: str = ""
) -> Callable[[], tuple[int, str]]:
    client = Client()
    client.force_login(school.mentor)

    def post() -> tuple[int, str]:
        response = client.post(url or reverse("contact:new_request"), data)
        return response.status_code, response.headers.get("Location", "")

    return post


def test_r24_ten_posts_of_one_form_at_once_are_one_request_with_one_email(school: School) -> None:
    data = fields(school, uuid.uuid4())

    results = at_once([mentor_posts(school, data) for _time in range(TIMES)])

    mentor_request = Request.objects.get()
    assert results == [(302, mentor_request.get_absolute_url())] * TIMES
    assert OutgoingEmail.objects.count() == 1
    assert mentor_request.messages.count() == 1


def test_r24_ten_posts_of_one_note_at_once_are_one_note_with_one_email(school: School) -> None:
    Project.objects.create(path=school.path, number=1, title="Study")
    guides.guide(school.path, 1)
    person("Editor", is_editor=True)
    page = "/guides/data-analyst/1/notes/notebook/"
    data = {"token": uuid.uuid4(), "body": "Is one enough?"}

    results = at_once([mentor_posts(school, data, page) for _time in range(TIMES)])

    note = Note.objects.get()
    assert results == [(302, f"{page}#note-{note.pk}")] * TIMES
    assert OutgoingEmail.objects.count() == 1


def test_r24_a_reload_or_a_lost_answer_leads_to_the_same_page(school: School) -> None:
    post = mentor_posts(school, fields(school, uuid.uuid4()))

    assert [post() for _time in range(3)] == [(302, Request.objects.get().get_absolute_url())] * 3


def test_r24_a_public_form_sent_twice_is_one_request(school: School) -> None:
    data = fields(school, uuid.uuid4(), name="Robin", email="robin@example.net")
    url = reverse("contact:new_request")

    statuses = [Client().post(url, data).status_code for _time in range(3)]

    assert statuses == [302] * 3
    assert Request.objects.count() == OutgoingEmail.objects.count() == 1


def test_r24_a_form_sent_again_with_other_words_keeps_them_and_says_so(school: School) -> None:
    token = uuid.uuid4()
    mentor_posts(school, fields(school, token))()
    client = Client()
    client.force_login(school.mentor)

    changed = fields(school, token, body="Something else entirely")
    response = client.post(reverse("contact:new_request"), changed)

    assert response.status_code == 422
    assert Request.objects.count() == 1
    page = response.content.decode()
    assert "Something else entirely" in page
    assert Request.objects.get().reference in page
    assert str(token) not in page


def test_r24_a_token_from_elsewhere_tells_nothing_and_stops_nobody(school: School) -> None:
    token = uuid.uuid4()
    mentor_posts(school, fields(school, token))()
    first = Request.objects.get()

    stranger = fields(school, token, name="Robin", email="robin@example.net")
    response = Client().post(reverse("contact:new_request"), stranger, follow=True)

    assert first.reference not in response.content.decode()
    assert Request.objects.exclude(pk=first.pk).get().email == "robin@example.net"
