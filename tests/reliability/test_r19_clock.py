"""R19: a clock that is wrong on a worker's machine, and clocks that differ between people."""

import datetime

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from contact.models import Message
from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.mail.smtp import Verdict
from mentorhub.people.models import User
from tests.factories import contact, mail

TEN_MINUTES = datetime.timedelta(minutes=10)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong_by", [TEN_MINUTES, -TEN_MINUTES], ids=["fast", "slow"])
def test_r19_a_worker_whose_clock_is_wrong_takes_no_email_out_of_anothers_hand(
    monkeypatch, wrong_by
):
    email = mail.email("a@example.net")
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + wrong_by)

    claimed = sending.claim(email.pk)
    assert claimed is not None
    assert sending.claim(email.pk) is None

    sending.record(claimed, Verdict(State.WAITING, "451 later"))
    assert sending.claim(email.pk) is None
    waits = OutgoingEmail.objects.filter(
        due_at__gt=Now() + datetime.timedelta(seconds=50),
        due_at__lt=Now() + datetime.timedelta(seconds=70),
    )
    assert waits.exists()


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Kathmandu", "06:15"),
        ("Pacific/Chatham", "14:15"),
        ("America/Los_Angeles", "17:30"),
        ("Europe/Berlin", "02:30"),  # the first one of that night
    ],
)
def test_r19_each_reader_sees_the_time_of_their_own_clock(cast, zone, shown):
    """Half an hour before Berlin puts its clocks back, when 2:30 comes twice."""
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    sent = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    Message.objects.update(created_at=sent)
    User.objects.filter(pk=cast.mentor.pk).update(time_zone=zone)
    client = Client()
    client.force_login(cast.mentor)

    page = client.get(mentor_request.get_absolute_url()).content.decode()

    told = [line for line in page.splitlines() if "<time" in line]
    assert any(shown in line for line in told), told
