"""R25: a school of a real size is brought back in an empty cluster."""

import subprocess
import sys
import time
from pathlib import Path

import requests
from django.core.files.base import ContentFile

from contact.models import Attachment, Message
from mentorhub.backup.manifest import Manifest
from mentorhub.backup.writing import back_up
from mentorhub.embedded import Servers
from tests.bench import seeding
from tests.factories import helpcenter, mail
from tests.rig.mail_sink import MailSink
from tests.rig.stack import ROOT, Stack

from .conftest import Tell

REQUESTS, FILES, QUEUED = 50_000, 200, 100
WATCHED = 10.0  # seconds in which no email may leave
SERVES = 30 * 60.0


def test_r25_a_restore(site: Stack, sink: MailSink, tell: Tell, tmp_path: Path) -> None:
    seeding.grow_to(REQUESTS, seeding.school())
    article = helpcenter.public("What a mentor does")
    _attach_files()
    for number in range(QUEUED):
        mail.email(f"reader{number}@example.net")
    begun = time.monotonic()
    before = back_up(tmp_path / "backup")
    backed_up = time.monotonic() - begun

    with Servers(tmp_path / "new", kinds=["postgres"], durable=False) as cluster:
        site.environment |= {
            "DATABASE_URL": cluster.database_url(),
            "DATA_DIR": str(tmp_path / "elsewhere"),
        }
        begun = time.monotonic()
        for command in [["migrate"], ["createcachetable"], ["restore", str(tmp_path / "backup")]]:
            _manage(site, *command)
        _manage(site, "collectstatic", "--noinput")
        site.start_all_as_deployed()
        statuses = [
            requests.get(f"{site.url}{path}", timeout=30).status_code
            for path in ["/readyz", "/help/", article.get_absolute_url(), "/contact/"]
        ]
        serves = time.monotonic() - begun
        time.sleep(WATCHED)
        left = len(sink.messages)
        _manage(site, "backup", str(tmp_path / "again"))
        for name in list(site.children):
            site.stop(name)
    [again] = (tmp_path / "again").iterdir()
    after = Manifest.read(again)
    moved = {name for name in before.tables if before.tables[name] != after.tables[name]}
    moved -= {"mail_sendingpause", "relay_pulse"}  # the copy is paused, and its relay lives
    lost = [name for name in before.files if before.files[name] != after.files.get(name)]
    rows = sum(table.rows for table in before.tables.values())
    tell(
        load=f"{REQUESTS:,} requests, {rows:,} rows, {len(before.files)} files, {QUEUED} emails queued",
        fault="everything is lost but the backup",
        expected="rows and files as they were, sending paused, serving within 30 minutes",
        counted=f"{len(moved)} tables and {len(lost)} files differ, {left} emails left; "
        f"made in {backed_up:.0f} s, serving after {serves:.0f} s: {statuses}",
    )
    assert moved == set()
    assert before.files == after.files
    assert len(before.files) >= FILES
    assert left == 0
    assert set(statuses) == {200}
    assert serves <= SERVES


def _attach_files() -> None:
    for number, message in enumerate(Message.objects.all()[:FILES]):
        attachment = Attachment(
            message=message, name="plan.txt", content_type="text/plain", size=1000
        )
        attachment.file.save("plan.txt", ContentFile(str(number).encode() * 500), save=False)
        attachment.save()


def _manage(site: Stack, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
