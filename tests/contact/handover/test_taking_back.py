"""Absences begin and end by the clock, told once; what was handed over can be taken back."""

import datetime

from django.test import Client
from django.utils import timezone

from contact import answering
from contact.handover import absences
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Absence
from tests.cast import sign_in
from tests.contact.hands import assignees, hands_over, mails, page_of, returns
from tests.factories import contact, people

TODAY = timezone.localdate()


def test_what_is_still_open_is_offered_and_taken_back(client, cast, cover, requests) -> None:
    browser = sign_in(client, cast.manager)
    hands_over(browser, cast, cover, *requests)
    contact.answer(requests[0], cover, then=answering.Then.SOLVE)
    OutgoingEmail.objects.all().delete()

    page = browser.get(page_of(cast.manager, "taking_back")).content.decode()
    assert "A late student" not in page and "now with David Okafor" in page
    assert "Take back 1 request?" in returns(browser, cast, requests[1], sure="").content.decode()
    returns(browser, cast, requests[1])

    assert assignees() == ["David Okafor", "Camille Laurent", "David Okafor"]
    assert mails("contact/brief")[0].to_address == cover.email
    assert mails("contact/handed_over")[0].to_address == cast.mentor.email
    page = browser.get(page_of(cast.manager, "taking_back")).content.decode()
    assert "A lost notebook" not in page and "Two no-shows" in page


def test_who_answers_is_said_on_the_mentor_s_page(client, cast, cover, requests) -> None:
    browser, mentor = sign_in(Client(), cast.manager), sign_in(client, cast.mentor)
    own = requests[0].get_absolute_url()
    assert "David Okafor stands in." in mentor.get(own).content.decode()

    hands_over(browser, cast, cover, requests[0])
    assert "David Okafor answers you." in mentor.get(own).content.decode()

    returns(browser, cast, requests[0])
    assert "Camille Laurent is back and answers you again." in mentor.get(own).content.decode()


def test_an_absence_that_begins_is_told_to_the_cover_once(cast, cover, requests) -> None:
    absences.begin_and_end()
    absences.begin_and_end()

    (brief,) = mails("contact/brief")
    assert brief.to_address == cover.email
    assert "Camille Laurent is away: 3 requests still open" in brief.subject
    assert page_of(cast.manager) in brief.text


def test_it_is_told_late_when_the_clock_was_down(cast, cover, requests) -> None:
    Absence.objects.update(starts_on=TODAY - datetime.timedelta(days=3))

    absences.begin_and_end()

    assert len(mails("contact/brief")) == 1


def test_without_a_cover_the_administrators_hear_of_it(cast, requests) -> None:
    Absence.objects.update(cover=None)
    assert cast.administrator

    absences.begin_and_end()

    assert [it.to_address for it in mails("contact/brief")] == [cast.administrator.email]


def test_with_nothing_open_nobody_is_bothered(cast, cover) -> None:
    people.absence(cast.manager, cover=cover)

    absences.begin_and_end()

    assert not OutgoingEmail.objects.exists()


def test_who_is_back_is_told_once_what_may_be_taken_back(client, cast, cover, requests) -> None:
    hands_over(sign_in(client, cast.manager), cast, cover, *requests)
    OutgoingEmail.objects.all().delete()
    Absence.objects.update(
        starts_on=TODAY - datetime.timedelta(days=8), ends_on=TODAY - datetime.timedelta(days=1)
    )

    absences.begin_and_end()
    absences.begin_and_end()

    (brief,) = mails("contact/brief")
    assert brief.to_address == cast.manager.email
    assert page_of(cast.manager, "taking_back") in brief.text


def test_who_is_away_again_is_not_welcomed_yet(client, cast, cover, requests) -> None:
    hands_over(sign_in(client, cast.manager), cast, cover, *requests)
    OutgoingEmail.objects.all().delete()
    Absence.objects.update(
        starts_on=TODAY - datetime.timedelta(days=8), ends_on=TODAY - datetime.timedelta(days=1)
    )
    people.absence(cast.manager, cover=cover)

    absences.begin_and_end()

    assert not mails("contact/brief")
