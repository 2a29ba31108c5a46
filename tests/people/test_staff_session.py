"""S30: staff pages close after a pause of 30 minutes, and after 12 hours in any case."""

import pytest
from django.test import Client

from contact.models import Message
from mentorhub.people import staff_session
from tests.cast import sign_in
from tests.factories import contact

MINUTE, HOUR = 60, 60 * 60
DESK = "/admin/contact/request/"


@pytest.fixture
def clock(monkeypatch):
    """Lets the time of staff sessions pass."""

    class Clock:
        later = 0.0

    real = staff_session.time.time
    monkeypatch.setattr(staff_session.time, "time", lambda: real() + Clock.later)
    return Clock


@pytest.fixture
def browser(client: Client, manager) -> Client:
    return sign_in(client, manager)


def test_s30_a_pause_of_half_an_hour_closes_staff_pages_and_nothing_else(browser, clock):
    clock.later = 31 * MINUTE

    assert browser.get(DESK).status_code == 302
    assert browser.get("/contact/requests/").status_code == 200


def test_who_is_at_work_stays_in(browser, clock):
    for clock.later in range(0, 3 * HOUR, 25 * MINUTE):
        assert browser.get(DESK).status_code == 200


def test_s30_after_twelve_hours_the_factor_is_shown_again_however_busy_one_is(browser, clock):
    for clock.later in range(0, 12 * HOUR, 25 * MINUTE):
        assert browser.get(DESK).status_code == 200
    clock.later = 12 * HOUR + MINUTE

    assert browser.get(DESK).status_code == 302


def test_who_writes_a_long_text_stays_in(browser, clock):
    for clock.later in [20 * MINUTE, 40 * MINUTE]:
        assert browser.post("/admin/here/").status_code == 204

    assert browser.get(DESK).status_code == 200


def test_an_answer_that_comes_too_late_is_sent_by_a_reload(browser, cast, manager, clock):
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    clock.later = 31 * MINUTE

    late = browser.post(f"{DESK}{mentor_request.pk}/answer/", {"body": "A long answer"})

    assert late.status_code == 403
    assert "You were away" in late.content.decode()
    assert not Message.objects.filter(body="A long answer").exists()
