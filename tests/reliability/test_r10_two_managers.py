"""R10: two managers cannot both answer: the second sees the first one's answer, and keeps their text."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from contact import replying, routing, submitting
from contact.models import Message, Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import sign_in

from .at_once import at_once
from .conftest import School

ROUNDS = 100

Post = Callable[[], tuple[int, str]]


def a_routed_request(school: School) -> Request:
    mentor_request = submitting.submit(
        submitting.Submission(
            token=uuid.uuid4(),
            sender=school.mentor,
            name=school.mentor.name,
            email=school.mentor.email,
            path=school.path,
            project=None,
            topic=school.topic,
            subject="Question",
            body="What shall I do?",
        )
    )
    routing.route(mentor_request.pk)
    mentor_request.refresh_from_db()
    return mentor_request


def poster(user: User, act: str, mentor_request: Request, **data: object) -> Post:
    """One browser's post, with the version that its page showed."""
    client = sign_in(Client(), user)
    url = reverse(f"admin:contact_request_{act}", args=[mentor_request.pk])
    fields = {"version": mentor_request.version, "token": uuid.uuid4(), **data}

    def post() -> tuple[int, str]:
        response = client.post(url, fields)
        return response.status_code, response.content.decode()

    return post


def answers_of(mentor_request: Request) -> list[str]:
    return list(mentor_request.messages.filter(from_staff=True).values_list("body", flat=True))


def mails_of(mentor_request: Request) -> int:
    return OutgoingEmail.objects.filter(
        about=mentor_request.desk_url, kind="contact/answer"
    ).count()


def test_r10_of_two_answers_at_once_one_is_sent_and_the_other_kept(school: School) -> None:
    for _round in range(ROUNDS):
        mentor_request = a_routed_request(school)
        texts = ["The first manager's answer", "The second manager's answer"]
        posts = [
            poster(user, "answer", mentor_request, body=text, then="send")
            for user, text in zip([school.manager, school.colleague], texts, strict=True)
        ]

        (one, one_page), (two, two_page) = at_once(posts)

        assert sorted([one, two]) == [302, 409]
        sent, kept = texts if one == 302 else reversed(texts)
        page = two_page if one == 302 else one_page
        assert answers_of(mentor_request) == [sent]
        assert mails_of(mentor_request) == 1
        assert kept in page.replace("&#x27;", "'") and sent in page.replace("&#x27;", "'")


def test_r10_an_answer_and_a_solving_answer_at_once_are_one(school: School) -> None:
    for _round in range(ROUNDS // 4):
        mentor_request = a_routed_request(school)
        results = at_once(
            [
                poster(school.manager, "answer", mentor_request, body="One", then="send"),
                poster(school.colleague, "answer", mentor_request, body="Two", then="solve"),
            ]
        )

        assert sorted(status for status, _page in results) == [302, 409]
        assert mails_of(mentor_request) == 1


def test_r10_an_answer_and_a_change_of_hands_at_once_are_one(school: School) -> None:
    for _round in range(ROUNDS // 4):
        mentor_request = a_routed_request(school)
        results = at_once(
            [
                poster(school.manager, "answer", mentor_request, body="My answer", then="send"),
                poster(school.colleague, "take", mentor_request),
            ]
        )

        assert sorted(status for status, _page in results) == [302, 409]
        if results[0][0] == 409:
            assert "My answer" in results[0][1]
            assert answers_of(mentor_request) == []


def test_r10_an_answer_that_crosses_a_reply_loses_nothing(school: School) -> None:
    for _round in range(ROUNDS // 4):
        mentor_request = a_routed_request(school)

        def reply(mentor_request: Request = mentor_request) -> tuple[int, str]:
            replying.reply(mentor_request.pk, school.mentor, "One more thing", uuid.uuid4())
            return 302, ""

        answer = poster(school.manager, "answer", mentor_request, body="My answer", then="wait")
        (replied, _), (answered, page) = at_once([reply, answer])

        assert replied == 302
        assert Message.objects.filter(request=mentor_request, body="One more thing").count() == 1
        mentor_request.refresh_from_db()
        assert mentor_request.status == Status.OPEN
        if answered == 409:
            assert "My answer" in page and "One more thing" in page
            assert mails_of(mentor_request) == 0
        else:
            assert mails_of(mentor_request) == 1


@pytest.mark.parametrize("times", [2, 5])
def test_r10_the_same_answer_sent_several_times_is_one_answer(school: School, times: int) -> None:
    mentor_request = a_routed_request(school)
    token = uuid.uuid4()
    posts = [
        poster(school.manager, "answer", mentor_request, body="Answer", then="send", token=token)
        for _time in range(times)
    ]

    assert [status for status, _page in at_once(posts)] == [302] * times
    assert answers_of(mentor_request) == ["Answer"]
    assert mails_of(mentor_request) == 1
