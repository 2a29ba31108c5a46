"""S23 to S26 on the way out and in: who gets a file, how it is handed over, under which name."""

import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact.models import Attachment, Request
from contact.models.attachment import Scan
from mentorhub.content.files import clean_name
from tests.cast import Cast, sign_in
from tests.content.test_files import EXE, GIF, HTML, LIES, NAMES, PNG, SVG
from tests.factories import contact

URL = "/contact/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
BY_NAME = ["page.html", "page.htm", "page.xhtml", "feed.xml", "mail.mht", "drawing.svg", "a.js"]


@pytest.fixture
def attachment(cast: Cast) -> Attachment:
    contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file()])
    return Attachment.objects.get()


@pytest.fixture
def url(attachment: Attachment) -> str:
    return f"{attachment.message.request.get_absolute_url()}files/{attachment.pk}/"


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    data = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    return {**data, "subject": "Change of path", "body": "See the file.", **changed}


def uploaded(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # Django cleans what a test sets; a browser's word comes as it is
    return upload


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}, {"If-Modified-Since": "x"}]
)
def test_s23_nobody_else_gets_a_file_however_they_ask(
    client: Client, cast: Cast, url: str, method: str, headers: dict[str, str]
) -> None:
    for stranger in [cast.colleague, cast.other_mentor, cast.other_manager, cast.editor]:
        client = sign_in(Client(), stranger)
        assert getattr(client, method)(url, headers=headers).status_code == 404
    signed_out = getattr(Client(), method)(url, headers=headers)
    assert (signed_out.status_code, signed_out.url.partition("?")[0]) == (302, "/accounts/login/")


def test_s23_the_owner_gets_it_whole_and_no_cache_keeps_it(
    client: Client, cast: Cast, url: str
) -> None:
    client.force_login(cast.mentor)
    for headers in [{}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}]:
        response = client.get(url, headers=headers)
        assert (response.status_code, response.getvalue()) == (200, b"Some notes.")
        assert response.headers["Cache-Control"] == "private, no-store"
        assert not {"ETag", "Last-Modified"} & set(response.headers)
    head = client.head(url)
    head.close()
    assert head.status_code == 200


def test_s23_the_folder_of_files_has_no_address(
    client: Client, cast: Cast, attachment: Attachment
) -> None:
    client.force_login(cast.administrator)

    assert settings.MEDIA_URL in {"", "/"}
    for prefix in ["", "media/", "files/", "static/", "static/../files/"]:
        assert client.get(f"/{prefix}{attachment.file.name}").status_code == 404


@pytest.mark.parametrize("field", ["files-held", "files", "file_id", "attachments"])
def test_s23_another_request_s_file_cannot_be_taken_by_its_id(
    client: Client, cast: Cast, attachment: Attachment, field: str
) -> None:
    client.force_login(cast.colleague)

    client.post(URL, fields(cast, **{field: str(attachment.pk)}))

    assert not Attachment.objects.filter(message__request__sender=cast.colleague).exists()
    assert Attachment.objects.get() == attachment


@pytest.mark.parametrize(
    ("name", "content"),
    [(name, HTML) for name in BY_NAME]
    + [("a.gif", GIF + HTML), ("a.png", PNG + HTML), ("a.png", SVG), ("a.pdf", PDF + HTML)],
)
def test_s24_what_a_browser_would_run_is_refused_or_only_ever_saved(
    client: Client, cast: Cast, name: str, content: bytes
) -> None:
    client.force_login(cast.mentor)
    client.post(URL, fields(cast, files=[uploaded(name, content)]))

    for attachment in Attachment.objects.all():
        page = attachment.message.request.get_absolute_url()
        response = client.get(f"{page}files/{attachment.pk}/")
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        response.close()
    if name in BY_NAME or content == SVG:
        assert not Attachment.objects.exists()


HOSTILE = [name for name in NAMES if name.strip("/\\. \u200b")][:40]


def test_s25_there_are_forty_of_them() -> None:
    assert len(HOSTILE) == 40


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_s25_a_hostile_name_is_refused_or_stored_under_none_and_handed_over_as_one(
    client: Client, cast: Cast, name: str
) -> None:
    client.force_login(cast.mentor)
    # The name as it came, with an ending that is taken: what is refused is handed over to nobody.
    hostile = name if name.lower().endswith(".pdf") else f"{name}.pdf"
    before = stored()
    client.post(URL, fields(cast, files=[uploaded(hostile)]))

    attachment = Attachment.objects.first()
    if attachment is None:  # nothing but an ending is left of it, or it broke the part's head
        assert clean_name(hostile) == "pdf" or "\n" in hostile
        assert stored() == before
        return
    assert re.fullmatch(r"contact/\d{4}/\d\d/[0-9a-f]{32}", attachment.file.name)
    page = attachment.message.request.get_absolute_url()
    response = client.get(f"{page}files/{attachment.pk}/")
    response.close()
    said = response.headers["Content-Disposition"]
    assert said.isascii() and said.isprintable()
    plain = re.fullmatch(r'attachment; filename="((?:[^"\\]|\\.)*)"', said)
    coded = re.fullmatch(r"attachment; filename\*=utf-8''([\w.%~!$&+^`|#()*'-]+)", said)
    assert plain or coded, said
    assert attachment.name in {plain and plain[1], coded and unquote(coded[1])}


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize("name", ["a.exe", "a.pdf"])
def test_s26_a_bad_file_among_good_ones_is_found_wherever_it_stands(
    client: Client, cast: Cast, position: int, name: str
) -> None:
    client.force_login(cast.mentor)
    before = stored()
    files = [uploaded(f"{number}.pdf") for number in range(4)]
    files.insert(position, uploaded(name, EXE))

    response = client.post(URL, fields(cast, files=files))

    assert response.status_code == 422
    assert not Request.objects.exists() and not Attachment.objects.exists()
    kept = {path.read_bytes() for path in set(stored()) - set(before)}
    assert EXE not in kept  # the good ones wait for the form to come again


@pytest.mark.parametrize("lie", LIES)
def test_s26_a_file_that_lies_makes_no_request(client: Client, cast: Cast, lie: str) -> None:
    client.force_login(cast.mentor)

    assert client.post(URL, fields(cast, files=[uploaded(*LIES[lie])])).status_code == 422
    assert not Request.objects.exists()


def test_s26_an_archive_is_not_opened_nor_a_huge_picture_decoded(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of 50,000 by 50,000 points, and an archive that says it holds 4 GB."""
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (50_000).to_bytes(4) * 2 + b"\x08\x06\0\0\0"
    bomb = b"PK\x03\x04" + b"\xff" * 26 + b"a.txt" + bytes(64)
    for opened in ["PIL.Image.open", "zipfile.ZipFile"]:
        monkeypatch.setattr(opened, lambda *_args, **_kwargs: pytest.fail("it was opened"))
    client.force_login(cast.mentor)

    files = [uploaded("a.png", header + bytes(64)), uploaded("a.zip", bomb)]
    assert client.post(URL, fields(cast, files=files)).status_code == 302
    assert Attachment.objects.filter(scan=Scan.NONE).count() == 2
