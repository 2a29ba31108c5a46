"""R16: the disk of uploaded files is full. A limit on what this process may write stands for it."""

import resource
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact.models import Attachment, Message, Request
from mentorhub.content.models import HeldFile
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.factories import contact

URL = "/contact/"
ROOM = 200_000
SMALL, LARGE = b"%PDF-1.4\n" + b"x" * 1_000, b"%PDF-1.4\n" + b"x" * 2_000_000
SAID = "Files cannot be stored at the moment."


@contextmanager
def full_disk() -> Iterator[None]:
    """A write beyond the room fails half way, with what came before it written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # /tmp is another disk
    return tmp_path / "files"


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def files() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("good.pdf", SMALL), SimpleUploadedFile("large.pdf", LARGE)]


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    data = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    return {**data, "subject": "Change of path", "body": "See the plan.", **changed}


def test_r16_the_form_says_so_keeps_the_text_and_stores_nothing_half(
    browser: Client, cast: Cast
) -> None:
    data = fields(cast)
    with full_disk():
        response = browser.post(URL, {**data, "files": files()})

    page = response.content.decode()
    assert response.status_code == 422
    assert SAID in page and "See the plan." in page and "Change of path" in page
    assert not any(it.objects.exists() for it in [Request, Message, Attachment, OutgoingEmail])
    assert len(stored()) == HeldFile.objects.count()  # no file without its row

    # Without files it is taken at once; and with them when there is room again.
    assert browser.post(URL, data).status_code == 302
    assert browser.post(URL, fields(cast, subject="With files", files=files())).status_code == 302
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("act", ["reply", "add"])
def test_r16_a_reply_says_so_too(client: Client, cast: Cast, act: str) -> None:
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)
    client.force_login(cast.mentor)
    url = f"{mentor_request.get_absolute_url()}{act}/"

    with full_disk():
        response = client.post(url, fields(cast, files=files()))

    assert (response.status_code, SAID in response.content.decode()) == (422, True)
    assert mentor_request.messages.count() == 1 and not Attachment.objects.exists()


def test_r16_an_answer_at_the_desk_says_so_too(cast: Cast) -> None:
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)
    desk = sign_in(Client(), cast.manager)
    data = {"body": "Here.", "then": "send", "version": mentor_request.version}
    data |= {"token": uuid.uuid4(), "files": files()}

    with full_disk():
        response = desk.post(f"/admin/contact/request/{mentor_request.pk}/answer/", data)

    page = response.content.decode()
    assert (response.status_code, SAID in page, "Here." in page) == (422, True, True)
    assert mentor_request.messages.count() == 1 and not Attachment.objects.exists()
