"""Staff end a person's sessions, switch an account off, and on again; a page says first what happens."""

import pytest
from django.test import Client

from mentorhub.people.models import AuditEntry, User
from tests.cast import sign_in
from tests.factories import people

from .test_sign_in import LOGIN


@pytest.fixture
def desk(administrator) -> Client:
    return sign_in(Client(), administrator)


@pytest.fixture
def browser(mentor) -> Client:
    return sign_in(Client(), mentor)


def _page(person: User, act: str) -> str:
    return f"/admin/people/user/{person.pk}/{act}/"


def _is_in(browser: Client) -> bool:
    return browser.get("/contact/requests/").status_code == 200


@pytest.mark.parametrize("act", ["end-sessions", "switch-off"])
def test_a_page_says_what_will_happen_and_changes_nothing(act, desk, mentor, browser):
    page = desk.get(_page(mentor, act)).content.decode()

    assert "What will happen" in page
    assert mentor.email in page
    assert _is_in(browser)


def test_who_is_signed_out_everywhere_may_come_again(desk, mentor, browser):
    desk.post(_page(mentor, "end-sessions"))

    assert not _is_in(browser)
    browser.post(LOGIN, {"login": mentor.email, "password": people.PASSWORD})
    assert _is_in(browser)


def test_who_is_switched_off_is_out_and_stays_out(desk, mentor, browser):
    desk.post(_page(mentor, "switch-off"))

    assert not _is_in(browser)
    browser.post(LOGIN, {"login": mentor.email, "password": people.PASSWORD})
    assert not _is_in(browser)


def test_who_is_switched_on_again_signs_in_and_old_sessions_stay_ended(desk, mentor, browser):
    desk.post(_page(mentor, "switch-off"))

    desk.post(_page(mentor, "switch-on"))

    assert not _is_in(browser)
    browser.post(LOGIN, {"login": mentor.email, "password": people.PASSWORD})
    assert _is_in(browser)
    assert mentor.roles.count() == 1


def test_nobody_switches_themselves_off(desk, administrator):
    response = desk.post(_page(administrator, "switch-off"))

    assert response.status_code == 422
    assert "by another administrator" in response.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active


def test_a_merged_account_is_not_switched_on(desk, mentor):
    User.objects.filter(pk=mentor.pk).update(email="merged-1@merged.invalid", is_active=False)

    response = desk.post(_page(mentor, "switch-on"))

    assert response.status_code == 422
    assert not User.objects.get(pk=mentor.pk).is_active


def test_what_is_done_already_is_said_and_not_done_twice(desk, mentor):
    for _time in range(2):
        response = desk.post(_page(mentor, "switch-off"), follow=True)

    assert "switched off already" in response.content.decode()
    assert AuditEntry.objects.filter(act="person changed").count() == 1


def test_the_account_s_own_form_leaves_on_and_off_to_these_pages(desk, mentor):
    data = {"name": "Amina B", "time_zone": "", "is_active": ""}
    desk.post(
        f"/admin/people/user/{mentor.pk}/change/",
        data | {"roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0},
    )

    mentor.refresh_from_db()
    assert (mentor.name, mentor.is_active) == ("Amina B", True)
