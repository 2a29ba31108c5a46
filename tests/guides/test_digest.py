"""The weekly email: one a person, on Monday at 7 where they live, and no change twice."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from guides import choosing, digest
from guides.models import EmailChoice, Guide, Reading, Version
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Role, User
from tests.factories import guides as factory
from tests.factories import people
from tests.factories.guides import reworded

from .conftest import told

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime.datetime(2026, 11, 23, 7, 6, tzinfo=PARIS)
A_DAY, A_WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def they_are_here_for_long(cast, mentor):
    User.objects.update(date_joined=MONDAY - 52 * A_WEEK)


def _published(version: Version, at: datetime.datetime) -> Version:
    Version.objects.filter(pk=version.pk).update(published_at=at)
    return version


@pytest.fixture
def old(guide) -> Guide:
    """Its first version is no news any more."""
    _published(guide.current, MONDAY - 30 * A_WEEK)
    return guide


def _change(guide: Guide, at: datetime.datetime, **more: object) -> Version:
    number = guide.versions.count()
    content = reworded(guide.current.content, "clean-the-data", missed=f"Change {number}")
    return _published(factory.next_version(guide, content, f"Reason {number}", **more), at)


def _digests() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="guides/digest").order_by("pk"))


def test_what_changed_in_the_week_is_in_one_email(cast, old, mentor):
    other = factory.guide(cast.path, number=1)
    _published(other.current, MONDAY - A_DAY)
    _change(old, MONDAY - 3 * A_DAY)
    _change(old, MONDAY - 2 * A_DAY)

    digest.make(MONDAY)

    [email] = _digests()
    assert email.to_address == mentor.email
    assert email.subject == "This week 2 guides changed"
    assert "Reason 1" in email.text and "Reason 2" in email.text
    assert email.text.count("Clean the data (changed)") == 1
    assert "1. Clean three sources (new)" in email.text
    assert email.unsubscribe_url in email.text and email.unsubscribe_url in email.html


def test_no_change_is_told_twice_and_nothing_new_is_no_email(old, mentor):
    _change(old, MONDAY - A_DAY)
    for hours in [0, 1, 10]:
        digest.make(MONDAY + datetime.timedelta(hours=hours))
    digest.make(MONDAY + A_WEEK)
    assert len(_digests()) == 1

    _change(old, MONDAY + A_WEEK + A_DAY)
    digest.make(MONDAY + 2 * A_WEEK)
    digest.make(MONDAY + 3 * A_WEEK)

    [_first, second] = _digests()
    assert "Reason 2" in second.text and "Reason 1" not in second.text


def test_what_is_published_while_the_email_is_made_waits_for_the_next(old, mentor):
    _change(old, MONDAY - datetime.timedelta(minutes=1))

    digest.make(MONDAY)
    assert _digests() == []
    digest.make(MONDAY + A_WEEK)

    assert len(_digests()) == 1


@pytest.mark.parametrize(
    "zone",
    ["Pacific/Auckland", "Asia/Kathmandu", "America/Los_Angeles", "Europe/Paris", "", "Not/There"],
)
def test_it_leaves_on_monday_at_7_in_the_readers_time_zone(old, mentor, zone):
    User.objects.filter(pk=mentor.pk).update(time_zone=zone)
    _change(old, MONDAY - 4 * A_DAY)
    mentor.time_zone = zone
    at_7_there = MONDAY.replace(tzinfo=mentor.zone or PARIS)

    digest.make(at_7_there - datetime.timedelta(minutes=15))
    assert _digests() == []
    digest.make(at_7_there)

    assert len(_digests()) == 1


def test_a_monday_that_was_missed_is_made_up_for_within_the_day_or_next_week(old, mentor):
    _change(old, MONDAY - A_DAY)

    digest.make(MONDAY + 2 * A_DAY)
    assert _digests() == []
    EmailChoice.objects.update_or_create(reader=mentor, defaults={"digest_at": MONDAY - A_WEEK})
    digest.make(MONDAY + A_WEEK + datetime.timedelta(hours=20))

    assert len(_digests()) == 1


def test_who_has_confirmed_to_have_read_it_is_not_told(old, mentor):
    version = _change(old, MONDAY - A_DAY)
    reading = Reading.objects.create(guide=old, reader=mentor, seen=version, confirmed=version)
    digest.make(MONDAY)
    assert _digests() == []

    later = _change(old, MONDAY + A_DAY)
    assert later.number > reading.confirmed.number
    digest.make(MONDAY + A_WEEK)

    [email] = _digests()
    assert "Reason 2" in email.text and "Reason 1" not in email.text


def test_small_changes_and_changes_of_ones_own_are_no_news(old, mentor):
    _change(old, MONDAY - A_DAY, weight=Version.Weight.SMALL)
    _change(old, MONDAY - A_DAY, by=mentor)

    digest.make(MONDAY)

    assert _digests() == []


def test_nobody_else_is_told(cast, old, mentor, other_mentor, editor):
    yesterday = timezone.localdate() - A_DAY
    left, retired = people.mentor("Lou Left", cast.path), people.mentor("Rosa", cast.path)
    User.objects.filter(pk=left.pk).update(is_active=False)
    Role.objects.filter(user=retired).update(ends_on=yesterday)
    never, each = people.mentor("Nora", cast.path), people.mentor("Emma", cast.path)
    EmailChoice.objects.create(reader=never, often=EmailChoice.Often.NEVER)
    EmailChoice.objects.create(reader=each, often=EmailChoice.Often.EACH)
    User.objects.update(date_joined=MONDAY - 52 * A_WEEK)
    _change(old, MONDAY - A_DAY)

    digest.make(MONDAY)

    assert list(told("guides/digest")) == [mentor.email]


def test_who_joined_yesterday_hears_of_no_earlier_change(old, mentor):
    _change(old, MONDAY - 2 * A_DAY)
    User.objects.filter(pk=mentor.pk).update(date_joined=MONDAY - A_DAY)

    digest.make(MONDAY)

    assert _digests() == []


def test_who_changes_to_weekly_hears_of_what_is_published_from_then_on(old, mentor):
    choosing.choose(mentor, EmailChoice.Often.EACH)
    choosing.choose(mentor, EmailChoice.Often.WEEKLY)
    kept = EmailChoice.objects.get().digest_at
    assert timezone.now() - kept < datetime.timedelta(minutes=1)

    choosing.choose(mentor, EmailChoice.Often.WEEKLY, of_notes=False)

    assert EmailChoice.objects.get().digest_at == kept


def test_many_readers_take_as_many_statements_as_few(cast, old, django_assert_num_queries):
    _change(old, MONDAY - A_DAY)
    counts = []
    for week, more in enumerate([2, 40]):
        users = User.objects.bulk_create(
            User(name="A Reader", email=f"r{week}-{number}@mentorhub.example")
            for number in range(more)
        )
        Role.objects.bulk_create(
            Role(user=it, path=cast.path, kind=Role.Kind.MENTOR) for it in users
        )
        User.objects.update(date_joined=MONDAY - 52 * A_WEEK)
        EmailChoice.objects.all().delete()
        OutgoingEmail.objects.all().delete()
        with django_assert_num_queries(17):
            digest.make(MONDAY)
        counts.append(len(_digests()))
    assert counts == [3, 43]
