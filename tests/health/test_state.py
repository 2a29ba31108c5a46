"""What is not well is said."""

import datetime
import json
import logging
import re
import shutil
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from mentorhub.health import alarms, state
from mentorhub.logs import JsonFormatter, current_id
from mentorhub.mail import resting
from mentorhub.mail.models import OutgoingEmail
from mentorhub.relay import pulse
from mentorhub.relay.due import registry
from mentorhub.relay.models import Pulse
from mentorhub.relay.tasks import say_that_work_is_done
from tests.cast import sign_in
from tests.factories import mail


@pytest.fixture(autouse=True)
def alive(db, monkeypatch):
    monkeypatch.setattr(pulse, "_last", {})
    pulse.beat(pulse.RELAY)
    say_that_work_is_done()
    pulse.beat(pulse.CHECK)


def sent(count):
    for number in range(count):
        mail.sent(f"{number}@example.net")


def _wrong():
    return [finding.name for finding in state.findings() if not finding.is_well]


def test_all_is_well():
    assert _wrong() == []
    call_command("health")


@pytest.mark.parametrize(
    ("name", "seconds", "finding"),
    [
        (pulse.RELAY, 61, "relay_silent_seconds"),
        (pulse.WORK, 121, "work_silent_seconds"),
        (pulse.CHECK, 301, "check_silent_seconds"),
    ],
)
def test_r27_a_part_that_fell_silent_is_named(name, seconds, finding):
    silent = timezone.now() - datetime.timedelta(seconds=seconds)
    Pulse.objects.filter(name=name).update(at=silent)

    assert _wrong() == [finding]


def test_a_part_that_never_ran_is_named():
    Pulse.objects.all().delete()

    silent = [f"{name}_silent_seconds" for name in [pulse.RELAY, pulse.WORK, pulse.CHECK]]
    assert _wrong() == silent


def test_a_queue_that_does_not_move_is_named():
    mail.email("a@example.net")
    long_ago = timezone.now() - datetime.timedelta(minutes=11)
    OutgoingEmail.objects.update(due_at=long_ago, created_at=long_ago)

    assert _wrong() == ["relay_behind_seconds", "account_mail_age_seconds", "stuck_rows"]


def test_r27_a_refused_email_is_a_dead_letter():
    sent(19)
    mail.failed("a@example.net")

    assert _wrong() == ["dead_letters", "stuck_rows"]


def test_r27_a_share_of_failed_emails_is_named():
    sent(18)
    mail.failed("a@example.net")

    assert _wrong() == ["dead_letters", "failed_mail_share", "stuck_rows"]


@pytest.mark.parametrize(("seconds", "wrong"), [(50, []), (70, ["relay_behind_seconds"])])
def test_r27_a_relay_that_lives_but_does_not_work_is_named(seconds, wrong):
    mail.email("a@example.net")
    OutgoingEmail.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=seconds))

    assert _wrong() == wrong


def test_r27_what_the_relay_published_lately_is_not_late():
    mail.email("a@example.net")
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    OutgoingEmail.objects.update(due_at=now - hour, woken_at=now)

    assert "relay_behind_seconds" not in _wrong()


def test_every_kind_of_row_that_is_due_says_since_when():
    for due in registry:
        due.waiting().model._meta.get_field(due.since)


def test_r27_the_command_ends_with_what_is_wrong():
    Pulse.objects.filter(name=pulse.RELAY).delete()

    with pytest.raises(CommandError, match="Relay: has never run"):
        call_command("health")


@pytest.mark.parametrize(("used", "wrong"), [(85, []), (86, ["disk_used_share"])])
def test_r27_a_disk_that_is_fuller_than_85_percent_is_named(monkeypatch, used, wrong):
    usage = SimpleNamespace(used=used, total=100, free=100 - used)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    assert _wrong() == wrong


def test_r27_a_cache_that_is_away_is_named_and_readers_still_come(settings, tmp_path):
    away = {**settings.CACHES["default"], "LOCATION": f"unix://{tmp_path}/nobody.sock?db=1"}
    settings.CACHES = {**settings.CACHES, "default": away}

    assert _wrong() == ["cache_is_there"]
    assert Client().get("/readyz").status_code == 200


def test_r27_a_mail_server_that_is_away_is_named_and_readers_still_come():
    resting.did_not_answer()

    assert _wrong() == ["sending_is_on"]
    assert Client().get("/readyz").status_code == 200


def test_administrators_see_it(administrator):
    client = sign_in(Client(), administrator)
    Pulse.objects.filter(name=pulse.RELAY).delete()
    alarms.look()

    page = client.get("/admin/health/").content.decode()

    assert "last sign of life" in page.lower()
    assert re.search(r"goes on</span>\s*<b>Relay</b>: has never run", page)


def test_a_line_of_the_log_is_an_object_with_the_id():
    token = current_id.set("abc-123")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "line\nbreak %s", ("y",), None)
    record.request_id = current_id.get()
    current_id.reset(token)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert {"message": "line\nbreak y", "request_id": "abc-123"}.items() <= json.loads(line).items()
