"""R25: a backup is a restore that was tried."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contact.models import Attachment, Request
from mentorhub.backup import restoring
from mentorhub.backup.manifest import Manifest, Unfit
from mentorhub.backup.restoring import restore
from mentorhub.backup.writing import back_up
from mentorhub.mail.models import OutgoingEmail, SendingPause
from tests.factories import contact, helpcenter

# A backup asks for a moment of its own, which it cannot have inside another transaction.
pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
NEW = "restored"


@pytest.fixture
def school(cast):
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    contact.answer(
        mentor_request, cast.manager, "Tab\there,\nnew line, \\N and ü", files=[contact.file()]
    )
    helpcenter.public("What a mentor does")
    return cast


@pytest.fixture
def backup(school, tmp_path) -> Path:
    back_up(tmp_path / "one")
    return tmp_path / "one"


@pytest.fixture
def elsewhere(tmp_path):
    """Runs a command of manage.py on a database of its own, which is empty at first."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{NEW}")),
        "DATA_DIR": str(tmp_path / "elsewhere"),
    }

    def run(*arguments: object) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NEW}")
        cursor.execute(f"CREATE DATABASE {NEW}")
    yield run
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NEW} WITH (FORCE)")


@pytest.mark.processes
def test_r25_what_was_backed_up_comes_back_whole(backup, elsewhere, tmp_path):
    assert elsewhere("migrate").returncode == 0

    restored = elsewhere("restore", backup)

    assert restored.returncode == 0, restored.stderr
    assert "No email leaves until you run: manage.py sending resume" in restored.stdout
    again = elsewhere("backup", tmp_path / "two")
    assert again.returncode == 0, again.stderr
    (copy,) = (tmp_path / "two").iterdir()
    before, after = Manifest.read(backup), Manifest.read(copy)
    assert before.files == after.files
    paused = {"mail_sendingpause"}  # only the copy is
    assert {name for name in before.tables if before.tables[name] != after.tables[name]} == paused
    assert before.tables["contact_request"].rows == 1
    assert "0 emails" not in elsewhere("sending").stdout
    assert "Sending is paused" in elsewhere("sending").stdout
    assert "Sending is on" in elsewhere("sending", "resume").stdout


def test_r25_a_database_in_use_is_left_alone(backup):
    rows = Request.objects.count()

    with pytest.raises(Unfit, match="in use"):
        restore(backup)

    assert Request.objects.count() == rows


def test_r25_a_damaged_table_is_named_before_anything_is_changed(backup):
    table = backup / "tables" / "contact_message.copy.gz"
    table.write_bytes(table.read_bytes()[:-20])

    with pytest.raises(Unfit, match=r"contact_message\.copy\.gz"):
        restore(backup)


def test_r25_a_changed_file_is_named(backup):
    name = Attachment.objects.get().file.name
    (backup / "files" / name).write_bytes(b"something else")

    with pytest.raises(Unfit, match="is not as it was"):
        restore(backup)


def test_r25_an_unfinished_backup_is_no_backup(backup):
    (backup / "manifest.json").unlink()

    with pytest.raises(Unfit, match="was not finished"):
        restore(backup)


def test_r25_a_backup_of_another_release_says_what_to_do(backup):
    path = backup / "manifest.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps(data | {"migrations": ["contact.0001_of_the_future"]}))

    with pytest.raises(Unfit, match="another release"):
        restore(backup)


def test_every_table_but_sessions_is_in_it(backup):
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))

    left_out = there - set(Manifest.read(backup).tables)

    assert left_out == {"django_session", "django_cache", "django_migrations"}


def test_a_backup_never_overwrites_another(backup):
    with pytest.raises(FileExistsError):
        back_up(backup)


def test_in_a_pause_no_email_is_due(school):
    assert OutgoingEmail.objects.due().exists()
    call_command("sending", "pause", why="moving house")

    assert not OutgoingEmail.objects.due().exists()
    assert SendingPause.objects.get().why == "moving house"

    call_command("sending", "resume")
    assert OutgoingEmail.objects.due().exists()


def test_uploaded_files_are_in_it(backup):
    name = Attachment.objects.get().file.name
    kept = (backup / "files" / name).read_bytes()

    assert kept == (Path(settings.MEDIA_ROOT) / name).read_bytes()


def test_r25_a_disk_that_is_full_leaves_no_rows_without_their_files(backup, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_fits", lambda manifest: None)  # rows are there to be lost
    monkeypatch.setattr(restoring.default_storage, "save", full)
    before = Request.objects.count()

    with pytest.raises(OSError, match="No space left"):
        restore(backup)

    assert Request.objects.count() == before
    assert not SendingPause.objects.exists()
