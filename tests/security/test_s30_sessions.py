"""S30: a session ends when it should, on the server and not in the browser alone."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mentorhub.people import importing, merging
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import people


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.fixture
def browser(cast: Cast) -> Client:
    """In which the mentor is signed in, with a second factor."""
    return sign_in(Client(), cast.mentor)


@pytest.fixture
def desk(cast: Cast) -> Client:
    """In which the administrator is."""
    return sign_in(Client(), cast.administrator)


def change(desk: Client, person: User, **fields: object) -> None:
    """What an administrator does on the page of an account."""
    data = {"name": person.name, "time_zone": "", "is_active": "on"}
    data |= {"roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0, **fields}
    response = desk.post(f"/admin/people/user/{person.pk}/change/", data)
    assert response.status_code == 302, response.content


def given(path: object, kind: str) -> dict[str, object]:
    """The lines of that page for one new role."""
    return {
        "roles-TOTAL_FORMS": 1,
        "roles-0-path": path.pk,
        "roles-0-kind": kind,
        "roles-0-starts_on": timezone.localdate().isoformat(),
        "roles-0-takes_requests": "on",
    }


@pytest.mark.parametrize("right", ["is_editor", "is_superuser"])
def test_s30_who_becomes_staff_signs_in_again(cast, browser, desk, right):
    change(desk, cast.mentor, **{right: "on"})
    assert not is_in(browser)
    assert is_in(desk)


def test_s30_who_becomes_a_manager_signs_in_again_and_a_mentor_stays(cast, browser, desk):
    change(desk, cast.mentor, **given(cast.other_path, "mentor"))
    assert is_in(browser)
    change(desk, cast.mentor, **given(cast.path, "manager"))
    assert not is_in(browser)


def test_s30_who_joins_a_team_signs_in_again(cast, browser, desk):
    nadia = sign_in(Client(), cast.nadia)
    page = f"/admin/people/team/{cast.finance.pk}/change/"
    data = {"name": "Finance support", "members": [cast.nadia.pk, cast.mentor.pk]}
    assert desk.post(page, data).status_code == 302
    assert (is_in(browser), is_in(nadia)) == (False, True)


def test_s30_a_list_that_makes_a_manager_ends_their_sessions(cast, browser):
    line = {"email": cast.mentor.email, "name": "Amina", "path": "Data Analyst", "role": "manager"}
    line |= {"starts_on": "", "ends_on": ""}
    people_import = importing.begin("people.csv", [line], cast.administrator)
    importing.go_on(people_import.pk)
    assert is_in(browser)
    importing.apply(people_import)
    importing.go_on(people_import.pk)
    assert not is_in(browser)


def test_s30_who_gets_the_roles_of_another_account_signs_in_again(cast, browser):
    merging.merge(cast.mentor, cast.manager, cast.administrator)
    assert not is_in(browser)


def test_s30_an_administrator_who_changes_their_own_account_stays_and_has_a_new_key(cast, desk):
    name = settings.SESSION_COOKIE_NAME
    before, other = desk.cookies[name].value, sign_in(Client(), cast.administrator)
    change(desk, cast.administrator, is_superuser="on", is_editor="on")
    assert (is_in(desk), is_in(other)) == (True, False)
    assert desk.cookies[name].value != before


def test_s30_staff_end_the_sessions_of_a_person(cast, browser, desk):
    other = sign_in(Client(), cast.other_mentor)
    data = {"action": "sign_out", "_selected_action": [cast.mentor.pk]}
    desk.post("/admin/people/user/", data)
    assert (is_in(browser), is_in(other), is_in(desk)) == (False, True, True)


def test_s30_taking_the_last_second_factor_away_ends_ones_other_sessions(cast, manager):
    """Whoever stole one of them had shown a factor that is no more."""
    factor = TOTP.activate(manager, generate_totp_secret()).instance
    here, elsewhere = sign_in(Client(), manager), sign_in(Client(), manager)
    here.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    assert here.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(pk=factor.pk).exists()
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.get("/admin/").status_code == 302


def test_s30_a_mentors_session_lasts_14_days(browser):
    session = browser.session
    assert session.get_expiry_age() == 14 * 24 * 60 * 60
    assert session.get_expiry_date() - timezone.now() <= datetime.timedelta(days=14)


def test_s30_the_person_of_another_round_is_another(db):
    """The round is part of what a session is compared with, and of nothing that is shown."""
    person = people.user("Amina Berger")
    before = person.get_session_auth_hash()
    person.session_round += 1
    assert person.get_session_auth_hash() != before
