"""Administrators hear once that something stopped, and once that it works again."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mentorhub.health import alarms
from mentorhub.health.models import Alarm
from mentorhub.health.tasks import look
from mentorhub.mail.models import OutgoingEmail
from mentorhub.relay import pulse
from mentorhub.relay.models import Pulse
from mentorhub.relay.tasks import say_that_work_is_done


@pytest.fixture(autouse=True)
def alive(db, monkeypatch):
    monkeypatch.setattr(pulse, "_last", {})
    pulse.beat(pulse.RELAY)
    say_that_work_is_done()
    pulse.beat(pulse.CHECK)


def _told():
    return [email.subject for email in OutgoingEmail.objects.order_by("pk")]


def _relay_says(seconds_ago):
    at = timezone.now() - datetime.timedelta(seconds=seconds_ago)
    Pulse.objects.filter(name=pulse.RELAY).update(at=at)


def _well_for(minutes):
    Alarm.objects.update(well_since=timezone.now() - datetime.timedelta(minutes=minutes))


def test_r27_all_is_well_and_nobody_is_told(administrator):
    look()

    assert (_told(), Alarm.objects.count()) == ([], 0)


def test_r27_one_email_when_it_stops_and_one_when_it_works_again(administrator, manager):
    _relay_says(120)
    for _time in range(5):
        look()
    assert _told() == ["Not well: Relay"]
    assert OutgoingEmail.objects.get().to_address == administrator.email

    _relay_says(1)
    look()
    assert _told() == ["Not well: Relay"]
    _well_for(6)
    for _time in range(5):
        look()

    assert _told() == ["Not well: Relay", "Well again: Relay"]
    assert Alarm.objects.get().ended_at is not None


def test_r27_what_comes_and_goes_is_one_alarm(administrator):
    for _time in range(10):
        _relay_says(120)
        look()
        _relay_says(1)
        look()

    assert _told() == ["Not well: Relay"]


def test_r27_what_stops_together_is_told_together(administrator):
    Pulse.objects.filter(name__in=[pulse.RELAY, pulse.WORK]).delete()

    look()

    assert _told() == ["Not well: Relay and others"]
    text = OutgoingEmail.objects.get().text
    assert "- Relay: has never run" in text
    assert "- Beat, broker and worker: has never run" in text


def test_r27_a_dead_beat_is_told_by_the_timer_of_the_system(administrator):
    silent = timezone.now() - datetime.timedelta(minutes=4)
    Pulse.objects.filter(name=pulse.WORK).update(at=silent)

    with pytest.raises(CommandError, match="Beat, broker and worker: last sign of life 240"):
        call_command("health")

    assert _told() == ["Not well: Beat, broker and worker"]


def test_r27_the_first_look_of_all_finds_itself_well(administrator):
    Pulse.objects.filter(name=pulse.CHECK).delete()
    pulse._last.clear()

    look()

    assert _told() == []


def test_r27_a_check_that_was_dead_says_so_itself(administrator):
    silent = timezone.now() - datetime.timedelta(minutes=6)
    Pulse.objects.filter(name=pulse.CHECK).update(at=silent)
    pulse._last.clear()

    look()

    assert _told() == ["Not well: This check itself"]
    assert all(it.is_well for it in alarms.look())
