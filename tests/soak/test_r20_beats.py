"""R20: two beats have one effect; without one nothing is left undone. An hour takes a minute here."""

import datetime
import time

import pytest
from django.utils import timezone

from contact.models import Request, TimelineEvent
from contact.states import Event, Status
from helpcenter import following
from helpcenter.models import Article, Follow
from helpcenter.writing import save_article
from mentorhub.mail.models import OutgoingEmail
from tests.factories import helpcenter
from tests.reliability.conftest import School
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell

SOLVED, FOLLOWED = 20, 20
AN_HOUR = 60.0  # seconds of ours
MONDAY_SIX_THIRTY = "2031-03-03T06:30:00+01:00"
MONDAY_EIGHT = "2031-03-03T08:00:00+01:00"


def test_r20_two_beats(site: Stack, school: School, sink: MailSink, tell: Tell) -> None:
    _work_for_the_hour(school)
    site.start_relay()
    site.start_worker(concurrency=4)
    for name in ["one", "two"]:
        _start_beat(site, name, MONDAY_SIX_THIRTY)
    time.sleep(AN_HOUR + 10)
    _counts(site, school, tell, f"{FOLLOWED} followed articles", "two beats for an hour")


def test_r20_no_beat(site: Stack, school: School, sink: MailSink, tell: Tell) -> None:
    site.start_relay()
    site.start_worker(concurrency=4)
    _start_beat(site, "beat", MONDAY_SIX_THIRTY)
    time.sleep(3)
    site.stop("beat")
    _work_for_the_hour(school)
    _start_beat(site, "beat", MONDAY_EIGHT)
    time.sleep(15)
    _counts(site, school, tell, f"{FOLLOWED} followed articles", "no beat for an hour, then one")


def _start_beat(site: Stack, name: str, since: str) -> None:
    site.environment |= {"HURRIED_FROM": since, "HURRIED_SINCE": str(time.time())}
    site.start_beat(name, "tests.soak.hurried")


def _work_for_the_hour(school: School) -> None:
    """Requests that are to be closed at 7:07, and news of followed articles to be told at 6:40."""
    now = timezone.now()
    for number in range(SOLVED):
        Request.objects.create(
            sender=school.mentor,
            name=school.mentor.name,
            email=school.mentor.email,
            path=school.path,
            topic=school.topic,
            subject=f"Question {number}",
            status=Status.SOLVED,
            solved_at=now - datetime.timedelta(days=15),
            closing_told_at=now - datetime.timedelta(days=4),
            routed_at=now - datetime.timedelta(days=20),
        )
    for number in range(FOLLOWED):
        article = helpcenter.article(f"Answer {number}", school.path)
        following.follow(school.mentor, article)
        article.body = "Changed."
        save_article(article, None)
    OutgoingEmail.objects.all().delete()
    Follow.objects.update(told_at=now - datetime.timedelta(hours=3))
    hours_ago = now - datetime.timedelta(hours=2)
    Article.objects.update(changed_at=hours_ago, published_at=hours_ago)


def _counts(site: Stack, school: School, tell: Tell, load: str, fault: str) -> None:
    closed = TimelineEvent.objects.filter(event=Event.CLOSED)
    told = OutgoingEmail.objects.filter(kind="helpcenter/following")
    try:
        wait_until(lambda: closed.count() >= SOLVED and told.count() >= 1, "the hour's work", 60)
    finally:
        log = site.log("worker")
        runs = {
            name: log.count(f"Task {name}[")
            for name in ["contact.close_solved", "helpcenter.tell_followers"]
        }
        tell(
            load=f"{SOLVED} solved requests, {load}",
            fault=fault,
            expected=f"{SOLVED} closed once each, the reader told once",
            counted=f"{closed.count()} closings of {SOLVED} requests, {told.count()} email of the "
            f"articles; the worker was told {runs}",
        )
    assert closed.count() == closed.values("request").distinct().count() == SOLVED
    assert told.count() == 1
    assert min(runs.values()) >= 1


@pytest.fixture(autouse=True)
def _in_paris(settings) -> None:
    """Beat's times are the school's."""
    assert settings.TIME_ZONE == "Europe/Paris"
