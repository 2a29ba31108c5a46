"""Open requests go to the cover: by hand, with a preview, everybody concerned told once."""

import datetime

import pytest
from django.urls import reverse
from django.utils import formats, timezone

from contact import answering
from contact.models import Handover, Request
from contact.states import Event
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Absence
from tests.cast import sign_in
from tests.contact.hands import assignees, chosen, hands_over, mails, page_of
from tests.factories import contact, people

TODAY = timezone.localdate()


def test_the_brief_shows_each_request_in_short(client, cast, cover, requests) -> None:
    contact.note(requests[0], cast.manager)
    Absence.objects.all().delete()
    contact.reply(requests[0], "He never came.")
    people.absence(cast.manager, cover=cover)

    page = sign_in(client, cast.manager).get(page_of(cast.manager)).content.decode()

    for words in ["A late student", "He never came.", "1 note", "Amina Berger", "Data Analyst"]:
        assert words in page
    assert f'<option value="{cover.pk}" selected>' in page


def test_a_preview_comes_first_and_changes_nothing(client, cast, cover, requests) -> None:
    response = hands_over(sign_in(client, cast.manager), cast, cover, *requests[:2], sure="")

    page = response.content.decode()
    assert "Hand over 2 requests to David Okafor?" in page
    assert "A late student" in page and "Two no-shows" not in page
    assert assignees() == ["Camille Laurent"] * 3


def test_what_is_chosen_goes_and_the_rest_stays(client, cast, cover, requests) -> None:
    response = hands_over(sign_in(client, cast.manager), cast, cover, *requests[:2])

    assert response.status_code == 302
    assert assignees() == ["David Okafor", "David Okafor", "Camille Laurent"]
    event = requests[0].timeline.last()
    assert (event.event, event.actor) == (Event.HANDED_OVER, cast.manager)


def test_the_cover_reads_one_brief_and_each_mentor_one_email(client, cast, cover, requests) -> None:
    hands_over(sign_in(client, cast.manager), cast, cover, *requests)

    (brief,) = mails("contact/brief")
    assert brief.to_address == cover.email
    assert all(it.reference in brief.text for it in requests)
    assert [it.to_address for it in mails("contact/handed_over")] == [
        cast.mentor.email,
        cast.colleague.email,
    ]
    assert "Camille Laurent is away until" in mails("contact/handed_over")[0].text
    assert OutgoingEmail.objects.count() == 3


def test_the_brief_is_in_no_path_s_outbox(client, cast, cover, requests) -> None:
    """One of its requests may move where these managers must not follow."""
    hands_over(sign_in(client, cast.manager), cast, cover, *requests)

    assert {email.path for email in mails("contact/brief")} == {None}
    assert mails("contact/handed_over")[0].path is None  # of two requests
    assert mails("contact/handed_over")[1].path == cast.path


def test_what_changed_meanwhile_is_left_and_said(client, cast, cover, requests) -> None:
    data = {"chosen": chosen(*requests), "to": cover.pk, "sure": "1"}
    contact.note(requests[1], cover)

    page = sign_in(client, cast.manager).post(page_of(cast.manager), data, follow=True)

    assert assignees() == ["David Okafor", "Camille Laurent", "David Okafor"]
    assert "1 changed meanwhile" in page.content.decode()


def test_handed_over_twice_it_is_once(client, cast, cover, requests) -> None:
    browser = sign_in(client, cast.manager)
    data = {"chosen": chosen(*requests), "to": cover.pk, "sure": "1"}
    for _time in range(2):
        browser.post(page_of(cast.manager), data)

    assert Handover.objects.count() == 1
    assert OutgoingEmail.objects.count() == 3


def test_nobody_gets_what_they_sent_themselves(client, cast, cover, requests) -> None:
    own = contact.routed(cover, cast.path, cast.topic)
    answering.assign(own.pk, cast.manager, cast.manager, own.version)

    hands_over(sign_in(client, cast.manager), cast, cover, own)

    own.refresh_from_db()
    assert own.assignee == cast.manager


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose at least one request."),
        ({"chosen": ["x"]}, "Choose requests of this list."),
        ({"chosen": ["1-1"], "to": "0"}, "They cannot take requests any more"),
        ({"chosen": ["1-1"]}, "Choose who takes them"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    client, cast, cover, requests, data, said
) -> None:
    data = {"sure": "1", **data}
    response = sign_in(client, cast.manager).post(page_of(cast.manager), data)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert assignees() == ["Camille Laurent"] * 3


def test_whoever_is_away_is_no_choice(client, cast, cover, requests) -> None:
    people.absence(cover)

    assert hands_over(sign_in(client, cast.manager), cast, cover, *requests).status_code == 422


def test_a_request_out_of_sight_is_not_handed_over(client, cast, cover, requests) -> None:
    """A colleague of one path does not give away what the absent has on another."""
    people.role(cast.manager, "manager", cast.other_path)
    elsewhere = contact.routed(cast.other_mentor, cast.other_path, cast.topic)
    answering.assign(elsewhere.pk, cover, cast.manager, elsewhere.version)
    sofia = people.manager("Sofia Marchetti", cast.path)

    browser = sign_in(client, sofia)
    hands_over(browser, cast, sofia, elsewhere)

    elsewhere.refresh_from_db()
    assert elsewhere.assignee == cast.manager
    assert "A question" not in browser.get(page_of(cast.manager)).content.decode()


def test_a_cover_sees_and_takes_what_the_absent_has_while_they_cover(
    client, cast, cover, requests
) -> None:
    browser = sign_in(client, cover)
    assert browser.get(requests[0].desk_url).status_code == 200
    assert "A late student" in browser.get(page_of(cast.manager)).content.decode()

    hands_over(browser, cast, cover, requests[0])
    Absence.objects.update(
        starts_on=TODAY - datetime.timedelta(9), ends_on=TODAY - datetime.timedelta(1)
    )

    assert browser.get(requests[0].desk_url).status_code == 200  # it is theirs now
    assert browser.get(requests[1].desk_url).status_code == 404
    assert browser.get(page_of(cast.manager)).status_code == 404


def test_what_stays_is_marked_in_the_queue(client, cast, requests) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)

    page = sign_in(client, sofia).get(
        reverse("admin:contact_request_changelist"), {"view": "paths"}
    )

    assert page.content.decode().count("Away until") == 3


def test_a_brief_costs_the_same_however_long(
    client, cast, cover, requests, django_assert_num_queries
) -> None:
    browser = sign_in(client, cast.manager)
    browser.get(page_of(cast.manager))
    with django_assert_num_queries(9):
        browser.get(page_of(cast.manager))
    for _more in range(4):
        made = contact.submitted(cast.mentor, cast.path, cast.topic)
        Request.objects.filter(pk=made.pk).update(assignee=cast.manager)
    with django_assert_num_queries(9):
        browser.get(page_of(cast.manager))


def test_handed_over_ahead_it_says_from_when(client, cast, cover, requests) -> None:
    Absence.objects.update(starts_on=TODAY + datetime.timedelta(days=2))

    hands_over(sign_in(client, cast.manager), cast, cover, requests[0])

    first = formats.date_format(TODAY + datetime.timedelta(days=2), "j F")
    assert f"Camille Laurent is away from {first} to" in mails("contact/handed_over")[0].text
    page = sign_in(client, cast.mentor).get(requests[0].get_absolute_url()).content.decode()
    assert f"Camille Laurent is away from {first} to" in page


def test_a_public_sender_is_told_by_their_link_and_without_their_own_words(
    client, cast, cover, requests
) -> None:
    """Their address is not proven: nobody's text is mailed to it."""
    asked = contact.submitted(None, cast.path, cast.topic, subject="Buy my watches")
    Request.objects.filter(pk=asked.pk).update(assignee=cast.manager)

    hands_over(sign_in(client, cast.manager), cast, cover, asked)

    (told,) = mails("contact/handed_over")
    assert told.to_address == asked.email
    assert "/contact/link/" in told.text and "David Okafor answers you." in told.text
    assert "watches" not in told.subject + told.text + told.html
