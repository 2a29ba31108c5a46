"""Absences are planned at the desk, by oneself or an administrator, and say at once what is wrong."""

import datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Absence, User
from tests.cast import Cast, sign_in
from tests.factories import contact, people

TODAY = timezone.localdate()
LIST = reverse("admin:people_absence_changelist")
ADD = reverse("admin:people_absence_add")


def day(days: int) -> str:
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def plan(client: Client, first: int, last: int, cover: User | None = None, **more: object):
    data = {"starts_on": day(first), "ends_on": day(last), "cover": cover.pk if cover else ""}
    return client.post(ADD, data | {"note": "", **more}, follow=True)


def planned(person: User, first: int, last: int, cover: User | None = None) -> Absence:
    return Absence.objects.create(user=person, starts_on=day(first), ends_on=day(last), cover=cover)


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    """Camille's."""
    assert cast.other_manager
    return sign_in(client, cast.manager)


def test_a_manager_plans_their_own(browser, cast) -> None:
    response = plan(browser, 3, 9, cast.other_manager, note="Call David in the mornings.")

    absence = Absence.objects.get()
    assert (absence.user, absence.cover) == (cast.manager, cast.other_manager)
    page = response.content.decode()
    assert "Your absence is planned." in page and "Call David in the mornings." in page


def test_nobody_else_s_is_planned_by_the_way(browser, cast) -> None:
    plan(browser, 3, 9, user=cast.other_manager.pk)

    assert Absence.objects.get().user == cast.manager


def test_an_administrator_plans_anybody_s(client, cast) -> None:
    browser = sign_in(client, cast.administrator)

    assert plan(browser, 3, 9).status_code == 422  # whose?
    plan(browser, 3, 9, user=cast.manager.pk)

    assert Absence.objects.get().user == cast.manager


def test_what_is_open_is_offered_at_once(browser, cast) -> None:
    contact.routed(cast.mentor, cast.path, cast.topic, subject="A late student")

    response = plan(browser, 3, 9, cast.other_manager)

    assert response.redirect_chain[-1][0] == reverse(
        "admin:contact_handover", args=[cast.manager.pk]
    )
    assert "A late student" in response.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (9, 3, "The last day is before the first."),
        (-9, -3, "These days are over."),
        (0, 400, "longer than a year"),
        (5, 8, "is away already from"),
        (10, 12, "is away already from"),
    ],
)
def test_days_that_cannot_be_are_refused(browser, cast, first, last, said) -> None:
    planned(cast.manager, 7, 10)

    response = plan(browser, first, last, note="Kept")

    assert response.status_code == 422
    assert said in response.content.decode() and "Kept" in response.content.decode()
    assert Absence.objects.count() == 1


def test_the_database_refuses_two_at_a_time_too(cast) -> None:
    planned(cast.manager, 7, 10)

    with pytest.raises(IntegrityError):
        planned(cast.manager, 10, 12)


def test_only_who_works_the_desk_can_cover(browser, cast) -> None:
    response = plan(browser, 3, 9, cast.mentor)

    assert response.status_code == 422
    assert not Absence.objects.exists()


def test_nobody_covers_for_themselves(browser, cast) -> None:
    assert "cannot cover for themselves" in plan(browser, 3, 9, cast.manager).content.decode()


def test_a_circle_of_covers_is_refused(browser, cast) -> None:
    planned(cast.other_manager, 8, 12, cover=cast.manager)

    response = plan(browser, 3, 9, cast.other_manager)

    assert response.status_code == 422
    assert "nobody would answer" in response.content.decode()


def test_a_circle_over_three_is_refused(browser, cast) -> None:
    planned(cast.other_manager, 8, 12, cover=cast.nadia)
    cast.finance.members.set([cast.nadia])
    planned(cast.nadia, 9, 9, cover=cast.manager)

    assert plan(browser, 3, 9, cast.other_manager).status_code == 422


def test_covers_that_are_not_away_on_the_same_days_are_no_circle(browser, cast) -> None:
    planned(cast.other_manager, 10, 12, cover=cast.manager)

    assert plan(browser, 3, 9, cast.other_manager).status_code == 200


def test_a_chain_is_told_at_once(browser, cast) -> None:
    cast.finance.members.set([cast.nadia])
    planned(cast.other_manager, 8, 12, cover=cast.nadia)

    page = plan(browser, 3, 9, cast.other_manager).content.decode()

    assert "David Okafor is away too" in page and "it goes on to Nadia Benali" in page


def test_a_cover_who_is_away_without_one_is_told_at_once(browser, cast) -> None:
    planned(cast.other_manager, 8, 12)

    page = plan(browser, 3, 9, cast.other_manager).content.decode()

    assert "nobody covers then" in page


def test_who_relies_on_the_absent_is_told_at_once(browser, cast) -> None:
    planned(cast.other_manager, 8, 12, cover=cast.manager)

    page = plan(browser, 3, 9).content.decode()

    assert "David Okafor, away from" in page and "is covered by Camille Laurent" in page


def test_it_is_changed_and_told_of_anew(browser, cast) -> None:
    absence = planned(cast.manager, 0, 3)
    Absence.objects.update(began_at=timezone.now())
    url = reverse("admin:people_absence_change", args=[absence.pk])

    browser.post(url, {"starts_on": day(4), "ends_on": day(6), "cover": "", "note": ""})

    absence.refresh_from_db()
    assert (absence.starts_on.isoformat(), absence.began_at) == (day(4), None)


def test_it_is_cancelled_after_a_question(browser, cast) -> None:
    absence = planned(cast.manager, 3, 6)
    url = reverse("admin:people_absence_delete", args=[absence.pk])

    assert "Cancel the absence?" in browser.get(url).content.decode()
    assert Absence.objects.exists()
    browser.post(url)
    assert not Absence.objects.exists()


def test_who_is_back_early_gets_requests_again(browser, cast) -> None:
    absence = planned(cast.manager, -3, 6, cover=cast.other_manager)

    browser.post(reverse("admin:people_absence_come_back", args=[absence.pk]))

    absence.refresh_from_db()
    assert absence.is_over
    assert contact.routed(cast.mentor, cast.path, cast.topic).assignee == cast.manager


def test_who_is_back_on_the_first_day_was_never_away(browser, cast) -> None:
    absence = planned(cast.manager, 0, 6)

    browser.post(reverse("admin:people_absence_come_back", args=[absence.pk]))

    assert not Absence.objects.exists()


def test_a_colleague_s_absence_is_seen_and_not_changed(client, cast) -> None:
    absence = planned(cast.manager, 3, 6)
    sofia = sign_in(client, people.manager("Sofia Marchetti", cast.path))

    assert "Camille Laurent" in sofia.get(LIST).content.decode()
    for name in ["change", "delete"]:
        url = reverse(f"admin:people_absence_{name}", args=[absence.pk])
        assert sofia.get(url).status_code == sofia.post(url).status_code == 404
    assert (
        sofia.post(reverse("admin:people_absence_come_back", args=[absence.pk])).status_code == 404
    )


def test_a_cover_from_elsewhere_sees_whom_they_cover(client, cast) -> None:
    planned(cast.manager, 3, 6, cover=cast.other_manager)

    assert "Camille Laurent" in sign_in(client, cast.other_manager).get(LIST).content.decode()


def test_the_list_costs_the_same_however_long(browser, cast, django_assert_num_queries) -> None:
    planned(cast.manager, 3, 6)
    browser.get(LIST)
    with django_assert_num_queries(6):
        browser.get(LIST)
    for n in range(2, 6):
        planned(cast.manager, n * 10, n * 10 + 2, cover=cast.other_manager)
    with django_assert_num_queries(6):
        browser.get(LIST)


# --- What mentors read ------------------------------------------------------------------------


@pytest.fixture
def away(cast: Cast) -> Absence:
    return planned(cast.manager, 0, 6, cover=cast.other_manager)


def test_the_acknowledgement_says_who_is_away_and_who_answers(cast, away) -> None:
    contact.submitted(cast.mentor, cast.path, cast.topic)

    text = OutgoingEmail.objects.get(kind="contact/acknowledgement").text
    assert "Camille Laurent is away until" in text
    assert "David Okafor answers you." in text


def test_a_public_sender_reads_no_names(cast, away) -> None:
    contact.submitted(None, cast.path, cast.topic)

    assert "Camille" not in OutgoingEmail.objects.get(kind="contact/acknowledgement").text


def test_the_form_says_it_before_it_is_sent(client, cast, away) -> None:
    page = sign_in(client, cast.mentor).get(reverse("contact:new_request")).content.decode()

    assert "Camille Laurent is away until" in page
    assert "David Okafor answers meanwhile." in page


def test_the_page_of_the_request_says_it(client, cast, away) -> None:
    asked = contact.routed(cast.mentor, cast.path, cast.topic)

    page = sign_in(client, cast.mentor).get(asked.get_absolute_url()).content.decode()

    assert "David Okafor answers you, standing in for Camille Laurent until" in page


def test_the_cover_shares_the_work_of_those_who_are_there(cast, away) -> None:
    """Neither the path's other manager nor the cover gets all of it."""
    sofia = people.manager("Sofia Marchetti", cast.path)

    for _time in range(2):
        contact.routed(cast.mentor, cast.path, cast.topic)

    assert {it.assignee for it in Request.objects.all()} == {sofia, cast.other_manager}
