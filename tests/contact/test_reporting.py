"""Times and volumes of a month, for those whom they concern."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact import reporting
from contact.answering import Then
from contact.models import Request
from mentorhub.people.models import AuditEntry
from tests.cast import sign_in
from tests.factories import contact

HOUR = datetime.timedelta(hours=1)
PAGE = "/admin/contact/request/report/"


def _answered(cast, hours, then=Then.SOLVE, path=None, subject="A question"):
    """A request of this month that was answered, or solved, after so many hours."""
    made = contact.routed(cast.mentor, path or cast.path, cast.topic, subject=subject)
    contact.answer(made, cast.manager, then=then)
    now = timezone.now()
    solved = now if then == Then.SOLVE else None
    Request.objects.filter(pk=made.pk).update(
        created_at=now - hours * HOUR, first_answered_at=now, solved_at=solved
    )
    made.refresh_from_db()
    return made


@pytest.fixture(autouse=True)
def mid_month(monkeypatch):
    """On the first day of a month an hour ago is another month."""
    this = timezone.localdate().replace(day=1)
    monkeypatch.setattr(reporting, "_begin", lambda month: _moment(month, this))


def _moment(month, this):
    moved = datetime.timedelta(days=2) if month == this else datetime.timedelta()
    return timezone.make_aware(datetime.datetime(month.year, month.month, 1)) - moved


def _of(user):
    return reporting.of_month(user, reporting.months(1)[0])


def test_the_median_is_of_those_that_have_an_answer(cast, manager):
    for hours in [1, 3, 20]:
        _answered(cast, hours)
    contact.routed(cast.mentor, cast.path, cast.topic)

    whole = _of(manager)[0].rows[0]

    assert (whole.sent, whole.answered, whole.solved, whole.unfinished) == (4, 3, 3, 1)
    assert whole.first_answer == whole.solution == 3 * HOUR


def test_what_a_mentor_replied_to_after_it_was_solved_is_reopened(cast, manager):
    first, second = _answered(cast, 1), _answered(cast, 1)
    contact.reply(first)
    _answered(cast, 1, then=Then.WAIT)

    whole = _of(manager)[0].rows[0]

    assert (whole.solved, whole.reopened, whole.reopened_share) == (2, 1, 50)
    assert second.status == "solved"


def test_it_is_told_by_path_topic_and_person(cast, administrator):
    _answered(cast, 1)
    cast.other_manager  # noqa: B018 (made when asked for)
    contact.routed(cast.other_mentor, cast.other_path, cast.topic)

    by_path, by_topic, by_person = _of(administrator)[1:]

    assert [(row.name, row.sent) for row in by_path.rows] == [
        ("Data Analyst", 1),
        ("UX Designer", 1),
    ]
    assert [(row.name, row.sent) for row in by_topic.rows] == [("Student progress", 2)]
    assert [row.name for row in by_person.rows] == ["Camille Laurent", "David Okafor"]


def test_managers_see_their_own_paths_only(cast, manager, other_manager):
    _answered(cast, 1)
    lent = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.filter(pk=lent.pk).update(assignee=other_manager)

    assert _of(other_manager)[0].rows == []
    assert _of(manager)[0].rows[0].sent == 2


def test_what_was_sent_in_another_month_is_of_that_month(cast, manager):
    made = _answered(cast, 1)
    Request.objects.filter(pk=made.pk).update(created_at="2020-02-29T12:00Z")

    assert _of(manager)[0].rows == []
    assert reporting.of_month(manager, datetime.date(2020, 2, 1))[0].rows[0].sent == 1


def test_the_page_costs_the_same_however_many_requests_there_are(cast, manager):
    client = sign_in(Client(), manager)
    client.get(PAGE)
    counted = []
    for count in [1, 5]:
        for _number in range(count):
            _answered(cast, 2)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counted.append(len(asked))

    assert counted[0] == counted[1]
    assert counted[0] <= 9


def test_a_month_that_is_none_is_this_one(cast, manager):
    _answered(cast, 2)

    page = sign_in(Client(), manager).get(PAGE, {"month": "2026-99"}).content.decode()

    assert "about 2 hours" in page


def test_a_download_is_safe_for_spreadsheets_and_written_down(cast, manager):
    cast.topic.name = "=HYPERLINK(1)"
    cast.topic.save()
    _answered(cast, 3)

    response = sign_in(Client(), manager).post(f"{PAGE}csv/")

    text = b"".join(response.streaming_content).decode()
    assert ",Topic,'=HYPERLINK(1),1,1,3.0,1,3.0,0,0,0" in text
    assert ",Path,Data Analyst,1," in text
    assert AuditEntry.objects.filter(actor=manager, act="exported", about__startswith="report")


@pytest.mark.parametrize("month", [0, 13, 23])
def test_the_months_are_the_last_two_years(month):
    today = timezone.localdate()
    years, index = divmod(today.year * 12 + today.month - 1 - month, 12)

    assert reporting.months(24)[month] == datetime.date(years, index + 1, 1)
