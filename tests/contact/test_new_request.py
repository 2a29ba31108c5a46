"""The contact form: what it takes, what it refuses, and that nothing is stored half."""

import uuid
from pathlib import Path as Folder
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contact.models import Attachment, Message, Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast
from tests.factories import people

URL = "/contact/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "token": uuid.uuid4(),
        "path": cast.path.pk,
        "topic": cast.topic.pk,
        "subject": "Student wants to change path",
        "body": "What happens to the sessions?",
        **changed,
    }


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def test_the_address_is_this() -> None:
    assert reverse("contact:new_request") == URL


def test_a_mentor_submits_a_request(browser: Client, cast: Cast) -> None:
    project = cast.path.projects.get(number=2)
    upload = SimpleUploadedFile("plan.pdf", PDF)

    response = browser.post(URL, fields(cast, project=project.pk, files=[upload]), follow=True)

    mentor_request = Request.objects.get()
    assert (mentor_request.sender, mentor_request.email) == (cast.mentor, cast.mentor.email)
    assert (mentor_request.path, mentor_request.project) == (cast.path, project)
    assert (mentor_request.status, mentor_request.routed_at) == (Status.NEW, None)
    assert mentor_request.due_at is not None
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.size) == ("plan.pdf", len(PDF))
    assert "plan" not in attachment.file.name
    email = OutgoingEmail.objects.get()
    assert (email.to_address, email.kind) == (cast.mentor.email, "contact/acknowledgement")
    assert mentor_request.reference in email.subject
    assert response.redirect_chain == [(mentor_request.get_absolute_url(), 302)]
    assert mentor_request.reference in response.content.decode()


def test_the_first_reference_has_four_digits(browser: Client, cast: Cast) -> None:
    browser.post(URL, fields(cast))

    assert Request.objects.get().pk >= 1001


def test_a_stranger_submits_and_gets_the_link_by_email_only(client: Client, cast: Cast) -> None:
    data = fields(cast, name="Robin Castel", email="Robin@Example.NET")

    response = client.post(URL, data, follow=True)

    mentor_request = Request.objects.get()
    assert (mentor_request.sender, mentor_request.email) == (None, "robin@example.net")
    email = OutgoingEmail.objects.get()
    page = response.content.decode()
    assert mentor_request.reference in page and "/contact/link/" not in page
    assert "/contact/link/" in email.text


def test_a_stranger_s_own_words_are_not_mailed_to_an_unproven_address(
    client: Client, cast: Cast
) -> None:
    words = {"subject": "Buy now", "body": "Cheap pills"}
    client.post(URL, fields(cast, name="Robin", email="victim@example.net", **words))

    email = OutgoingEmail.objects.get()
    everything = email.subject + email.text + email.html
    assert "Buy now" not in everything and "Cheap pills" not in everything


@pytest.mark.parametrize(
    ("case", "changed", "said"),
    [
        ("no topic", {"topic": ""}, "Choose a topic"),
        ("an unknown topic", {"topic": 987654}, "Choose one of the topics"),
        ("a topic that is no number", {"topic": "' or 1=1"}, "Choose one of the topics"),
        ("no message", {"body": " \n "}, "Write your message here."),
        ("no subject", {"subject": ""}, "Say in a few words"),
        ("a subject of two lines", {"subject": "Hello\r\nBcc: all@example.net"}, "one line"),
        ("a line separator", {"subject": "Hello\u2028there"}, "one line"),
        ("a null byte", {"body": "a\0b"}, "Null characters"),
        ("a message of 200 kB", {"body": "x" * 200_000}, "200000 characters"),
        ("a path that does not exist", {"path": 987654}, "Choose one of the paths"),
        ("a project that does not exist", {"project": 987654}, "Choose one of the projects"),
        ("a broken token", {"token": "1; drop table"}, "Enter a valid UUID"),
    ],
)
def test_bad_input_is_told_at_the_field_and_changes_nothing(
    browser: Client, cast: Cast, case: str, changed: dict[str, Any], said: str
) -> None:
    response = browser.post(URL, fields(cast, **changed))

    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    kept = {"subject": "Student wants to change path", "body": "What happens", **changed}
    if case != "a null byte":
        assert str(kept["body"]).strip()[:1000] in page
    assert not Request.objects.exists()
    assert not Message.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_a_path_one_is_not_on_cannot_be_chosen(browser: Client, cast: Cast) -> None:
    response = browser.post(URL, fields(cast, path=cast.other_path.pk))

    assert response.status_code == 422
    assert not Request.objects.exists()


def test_a_project_of_another_path_is_refused(client: Client, cast: Cast) -> None:
    both = people.mentor("Grace Mensah", cast.path, cast.other_path)
    client.force_login(both)
    project = cast.other_path.projects.get(number=1)

    response = client.post(URL, fields(cast, project=project.pk))

    assert "another path" in response.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("setup.pdf", b"MZ\x90\x00\x03" + b"\0" * 100, "not what its name says"),
        ("setup.exe", b"MZ\x90\x00\x03" + b"\0" * 100, "not taken"),
        ("empty.txt", b"", "empty"),
        ("page.html", b"<script>alert(1)</script>", "not taken"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not taken"),
    ],
)
def test_s26_a_bad_file_refuses_all_and_keeps_none(
    browser: Client, cast: Cast, name: str, content: bytes, said: str
) -> None:
    uploads = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile(name, content)]

    response = browser.post(URL, fields(cast, files=uploads))

    assert response.status_code == 422
    page = response.content.decode()
    assert said in page and name in page
    assert not Request.objects.exists()
    assert stored_files() == []


def test_r17_a_sixth_file_is_one_too_many(browser: Client, cast: Cast) -> None:
    uploads = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(6)]

    response = browser.post(URL, fields(cast, files=uploads))

    assert "At most 5 files" in response.content.decode()
    assert stored_files() == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\secret\\plan.pdf", "plan.pdf"),
        ("pl\u202ean\u200b.pdf", "plan.pdf"),
        ("plan\x07.pdf", "plan.pdf"),
    ],
)
def test_s25_a_file_name_is_made_harmless(
    browser: Client, cast: Cast, sent: str, shown: str
) -> None:
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = sent  # Django cleans what a test sets; a browser's word comes as it is

    browser.post(URL, fields(cast, files=[upload]))

    assert Attachment.objects.get().name == shown


def test_r16_a_failure_after_the_files_were_written_leaves_none_behind(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("contact.emails.acknowledge", broken)  # whatever comes last in the flow
    browser.raise_request_exception = False

    response = browser.post(URL, fields(cast, files=[SimpleUploadedFile("plan.pdf", PDF)]))

    assert response.status_code == 500
    assert not Request.objects.exists()
    assert stored_files() == []


def test_fields_that_are_not_the_form_s_change_nothing(browser: Client, cast: Cast) -> None:
    extra = {"status": "solved", "assignee": cast.mentor.pk, "sender": cast.other_mentor.pk}

    browser.post(URL, fields(cast, email="other@example.net", **extra))

    mentor_request = Request.objects.get()
    assert (mentor_request.status, mentor_request.assignee) == (Status.NEW, None)
    assert (mentor_request.sender, mentor_request.email) == (cast.mentor, cast.mentor.email)


def test_a_mentor_of_one_path_is_not_asked_for_it(browser: Client, cast: Cast) -> None:
    page = browser.get(URL).content.decode()

    assert cast.mentor.email in page
    assert f'<input type="hidden" name="path" value="{cast.path.pk}"' in page
    assert "Run a market study" in page
    assert "Map a journey" not in page


def test_the_form_costs_the_same_for_any_number_of_topics(
    browser: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.topic, cast.invoices  # noqa: B018 (made when asked for)

    with django_assert_num_queries(10):
        browser.get(URL)


def test_back_and_send_again_is_one_request(browser: Client, cast: Cast) -> None:
    """A browser's Back loads the form anew: the words are still there, the token is another."""
    first = browser.post(URL, fields(cast))
    second = browser.post(URL, fields(cast))

    assert (second.status_code, second.url) == (302, first.url)
    assert Request.objects.count() == 1


def test_a_forgotten_file_is_not_lost_with_the_second_try(browser: Client, cast: Cast) -> None:
    data = fields(cast)
    browser.post(URL, data)

    response = browser.post(URL, {**data, "files": [SimpleUploadedFile("plan.pdf", PDF)]})

    assert response.status_code == 422
    assert Request.objects.get().reference in response.content.decode()


def test_an_unproven_address_is_not_mailed_without_end(client: Client, cast: Cast) -> None:
    def send(number: int) -> int:
        data = fields(cast, name="Robin", email="victim@example.net", subject=f"Number {number}")
        return client.post(URL, data).status_code

    assert [send(number) for number in range(7)] == [302] * 5 + [422] * 2
    assert OutgoingEmail.objects.count() == 5


def test_the_first_line_keeps_its_indentation(browser: Client, cast: Cast) -> None:
    browser.post(URL, fields(cast, body="    for row in rows:\r\n        print(row)\r\n"))

    assert Message.objects.get().body == "    for row in rows:\n        print(row)"


def stored_files() -> list[Folder]:
    return [path for path in Folder(settings.MEDIA_ROOT, "contact").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Folder) -> None:
    settings.MEDIA_ROOT = tmp_path
