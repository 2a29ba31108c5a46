"""What is not well is said."""

import datetime
import json
import logging

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from mentorhub.health import state
from mentorhub.logs import JsonFormatter, current_id
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import pulse
from mentorhub.relay.models import Pulse
from mentorhub.relay.tasks import say_that_work_is_done
from tests.cast import sign_in
from tests.factories import mail


@pytest.fixture(autouse=True)
def alive(db, monkeypatch):
    monkeypatch.setattr(pulse, "_last", {})
    pulse.beat(pulse.RELAY)
    say_that_work_is_done()


def _wrong():
    return [finding.name for finding in state.findings() if not finding.is_well]


def test_all_is_well():
    assert _wrong() == []
    call_command("health")


@pytest.mark.parametrize(
    ("name", "seconds", "finding"),
    [(pulse.RELAY, 61, "relay_silent_seconds"), (pulse.WORK, 121, "work_silent_seconds")],
)
def test_a_part_that_fell_silent_is_named(name, seconds, finding):
    silent = timezone.now() - datetime.timedelta(seconds=seconds)
    Pulse.objects.filter(name=name).update(at=silent)

    assert _wrong() == [finding]


def test_a_part_that_never_ran_is_named():
    Pulse.objects.all().delete()

    assert _wrong() == ["relay_silent_seconds", "work_silent_seconds"]


def test_a_queue_that_does_not_move_is_named():
    mail.email("a@example.net")
    long_ago = timezone.now() - datetime.timedelta(minutes=11)
    OutgoingEmail.objects.update(due_at=long_ago, created_at=long_ago)

    assert _wrong() == ["account_mail_age_seconds", "stuck_rows"]


def test_a_refused_email_is_a_dead_letter():
    mail.email("a@example.net")
    OutgoingEmail.objects.update(state=State.FAILED)

    assert _wrong() == ["dead_letters", "stuck_rows"]


def test_the_command_ends_with_what_is_wrong():
    Pulse.objects.filter(name=pulse.RELAY).delete()

    with pytest.raises(CommandError, match="Relay: has never run"):
        call_command("health")


def test_a_full_disk_is_named(monkeypatch):
    monkeypatch.setattr(state, "FULL_DISK", 0.0)  # no test fills the disk of its machine

    assert _wrong() == ["disk_used_share"]


def test_administrators_see_it(administrator):
    client = sign_in(Client(), administrator)
    page = client.get("/admin/health/").content.decode()
    assert "last sign of life" in page.lower()


def test_a_line_of_the_log_is_an_object_with_the_id():
    token = current_id.set("abc-123")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "line\nbreak %s", ("y",), None)
    record.request_id = current_id.get()
    current_id.reset(token)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert {"message": "line\nbreak y", "request_id": "abc-123"}.items() <= json.loads(line).items()
