"""Files in a bucket are what files on a disk are: private, whole, and told of when they cannot be kept."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from contact.models import Attachment, Request
from mentorhub import providers
from mentorhub.backup.manifest import Manifest
from mentorhub.backup.restoring import restore
from mentorhub.backup.writing import back_up
from mentorhub.checks import the_bucket_s_packages_are_there
from mentorhub.content import held
from mentorhub.content.models import HeldFile
from mentorhub.env import BadSetting, Env
from mentorhub.people.models import User
from tests.cast import Cast
from tests.rig.bucket import BucketServer

URL = "/contact/"
PLAN = b"%PDF-1.4\n" + b"x" * 3_000_000  # larger than what is held in memory


@pytest.fixture
def bucket(tmp_path: Path, settings: Any) -> Iterator[BucketServer]:
    with BucketServer(tmp_path) as server:
        storages = {**settings.STORAGES, "default": providers.storage(Env(server.settings))}
        with override_settings(STORAGES=storages, MEDIA_ROOT=tmp_path / "unused"):
            yield server


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def send(browser: Client, cast: Cast, **changed: Any) -> Any:
    data = {
        "token": uuid.uuid4(),
        "path": cast.path.pk,
        "topic": cast.topic.pk,
        "subject": "Change of path",
        "body": "See the plan.",
        "files": [SimpleUploadedFile("plan.pdf", PLAN)],
        **changed,
    }
    return browser.post(URL, data)


def test_a_file_lies_there_under_a_random_name_and_comes_back_through_our_view_alone(
    bucket: BucketServer, browser: Client, cast: Cast, tmp_path: Path
) -> None:
    send(browser, cast)

    attachment = Attachment.objects.get()
    assert bucket.keys() == [attachment.file.name]
    assert "plan" not in attachment.file.name
    assert not (tmp_path / "unused").exists()
    url = f"{attachment.message.request.get_absolute_url()}files/{attachment.pk}/"
    response = browser.get(url)
    assert b"".join(response.streaming_content) == PLAN
    assert response.headers["Content-Length"] == str(len(PLAN))
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    browser.force_login(cast.colleague)
    assert browser.get(url).status_code == 404
    with pytest.raises(NotImplementedError):
        _ = attachment.file.url


def test_a_file_that_waits_there_for_its_form_is_sent_and_forgotten(
    bucket: BucketServer, browser: Client, cast: Cast
) -> None:
    page = send(browser, cast, subject="")
    assert page.status_code == 422
    (waiting,) = bucket.keys()
    assert waiting.startswith("held/")

    (key,) = [file.key for file in page.context["form"]["files"].held]
    send(browser, cast, files=[], **{"files-held": key})
    with Attachment.objects.get().file.open() as kept:
        assert kept.read() == PLAN
    HeldFile.objects.update(held_at="2020-01-01T00:00Z")
    held.forget_old()
    assert bucket.keys() == [Attachment.objects.get().file.name]


def test_r16_a_store_that_is_away_is_said_on_the_form_and_leaves_nothing_half(
    bucket: BucketServer, browser: Client, cast: Cast
) -> None:
    bucket.stop()

    response = send(browser, cast)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Files cannot be stored at the moment." in page and "See the plan." in page
    assert not Request.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_r25_a_backup_holds_the_bucket_and_brings_it_back(
    bucket: BucketServer, browser: Client, cast: Cast, tmp_path: Path
) -> None:
    send(browser, cast)
    name = Attachment.objects.get().file.name
    manifest = back_up(tmp_path / "backup")
    assert list(manifest.files) == [name]
    assert (tmp_path / "backup" / "files" / name).read_bytes() == PLAN

    Request.objects.all().delete()
    Attachment(file=name).file.storage.delete(name)
    assert bucket.keys() == []
    _forget_everybody()
    assert restore(tmp_path / "backup") == Manifest.read(tmp_path / "backup")

    with Attachment.objects.get().file.open() as kept:
        assert kept.read() == PLAN


def _forget_everybody() -> None:
    """A restore wants an empty database."""
    from django.db import connection  # noqa: PLC0415 (nobody else here needs it)

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {User._meta.db_table} CASCADE")


@pytest.mark.parametrize("lacking", ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])
def test_a_bucket_without_its_key_stops_the_process_with_one_line(lacking: str) -> None:
    complete = {"S3_BUCKET": "x", "S3_ACCESS_KEY_ID": "x", "S3_SECRET_ACCESS_KEY": "x"}
    with pytest.raises(BadSetting, match=lacking):
        providers.storage(Env({**complete, lacking: ""}))


def test_without_a_bucket_files_lie_on_the_disk() -> None:
    assert providers.storage(Env({})) == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_missing_packages_are_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert the_bucket_s_packages_are_there() == []
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": providers.BUCKET}}
    assert the_bucket_s_packages_are_there() == []
    monkeypatch.setattr("mentorhub.checks.find_spec", lambda name: None)
    assert [it.id for it in the_bucket_s_packages_are_there()] == ["mentorhub.E002"]


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", ""),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner.example.org:3310", ("scanner.example.org", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_a_virus_scanner_is_named_by_path_or_port(value: str, address: Any) -> None:
    assert providers.virus_scanner(Env({"CLAMAV_SOCKET": value})) == address


@pytest.mark.parametrize("value", ["clamd", ":3310", "host:", "host:x", "host:99999", "host:٣"])
def test_a_malformed_one_stops_the_process(value: str) -> None:
    with pytest.raises(BadSetting, match="CLAMAV_SOCKET"):
        providers.virus_scanner(Env({"CLAMAV_SOCKET": value}))
