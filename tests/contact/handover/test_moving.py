"""A mentor goes to another path, and their requests come along."""

import datetime

import pytest
from django.utils import timezone

from contact import answering, routing
from contact.handover import moving
from contact.models import Request
from contact.states import Event, Status
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import importing, leaving, merging
from mentorhub.people.models import Role, User
from tests.cast import Cast
from tests.factories import contact, paths, people

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def mentor_request(cast: Cast) -> Request:
    """Of Amina, with Camille; written before she went."""
    assert cast.manager and cast.other_manager
    made = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.update(created_at=timezone.now() - datetime.timedelta(days=30))
    return made


def moves(cast: Cast, *paths) -> None:
    """Amina leaves Data Analyst for these."""
    with leaving.watched([cast.mentor.pk]):
        cast.mentor.roles.all().delete()
        for path in paths:
            people.role(cast.mentor, Role.Kind.MENTOR, path)


def sees(user: User, mentor_request: Request) -> bool:
    user = User.objects.get(pk=user.pk)
    return Request.objects.visible_to(user).filter(pk=mentor_request.pk).exists()


def happened(mentor_request: Request) -> list[str]:
    return list(mentor_request.timeline.values_list("event", flat=True))


def test_the_request_goes_to_the_managers_of_the_new_path(cast, mentor_request) -> None:
    moves(cast, cast.other_path)

    assert not sees(cast.manager, mentor_request)
    assert sees(cast.other_manager, mentor_request)
    routing.route(mentor_request.pk)
    mentor_request.refresh_from_db()
    assert (mentor_request.path, mentor_request.assignee) == (cast.other_path, cast.other_manager)
    assert happened(mentor_request)[-2:] == [Event.MOVED, Event.ROUTED]


def test_its_emails_are_no_longer_in_the_old_manager_s_outbox(cast, mentor_request) -> None:
    moves(cast, cast.other_path)

    manager = User.objects.get(pk=cast.manager.pk)
    assert not OutgoingEmail.objects.visible_to(manager).exists()


def test_the_mentor_is_told_once_of_all_of_them(cast, mentor_request) -> None:
    contact.routed(cast.mentor, cast.path, cast.topic)
    contact.routed(cast.mentor, cast.path, cast.topic)

    moves(cast, cast.other_path)

    told = OutgoingEmail.objects.get(kind="contact/moved_along")
    assert told.to_address == cast.mentor.email
    assert "UX Designer" in told.text and mentor_request.reference in told.text


def test_on_several_other_paths_it_stays_and_a_manager_is_asked(cast, mentor_request) -> None:
    moves(cast, cast.other_path, paths.path("Web Developer", "Write an API"))

    mentor_request.refresh_from_db()
    assert (mentor_request.path, mentor_request.assignee) == (cast.path, cast.manager)
    assert mentor_request.needs_attention
    assert happened(mentor_request)[-1] == Event.MOVED
    moving.follow()
    assert happened(mentor_request).count(Event.MOVED) == 1


def test_who_stops_leaves_the_request_where_it_is(cast, mentor_request) -> None:
    moves(cast)

    mentor_request.refresh_from_db()
    assert (mentor_request.path, mentor_request.assignee) == (cast.path, cast.manager)


def test_what_the_desk_transferred_stays_there(cast, mentor_request) -> None:
    elsewhere = contact.submitted(cast.mentor, cast.other_path, cast.topic)

    moves(cast, cast.path)
    moving.follow()

    elsewhere.refresh_from_db()
    assert elsewhere.path == cast.other_path


def test_the_desk_has_the_last_word(cast, mentor_request) -> None:
    """Transferred back by hand after it moved, it does not move again."""
    moves(cast, cast.other_path)
    people.role(cast.mentor, Role.Kind.MENTOR, cast.path, ends_on=YESTERDAY)
    routing.route(mentor_request.pk)
    version = Request.objects.get(pk=mentor_request.pk).version
    answering.transfer(mentor_request.pk, cast.other_manager, cast.path, version)

    assert moving.follow() == 0


def test_a_role_that_ended_by_its_date_is_followed_by_the_clock(cast, mentor_request) -> None:
    cast.mentor.roles.update(ends_on=YESTERDAY)
    people.role(cast.mentor, Role.Kind.MENTOR, cast.other_path)

    assert moving.follow() == 1

    assert not sees(cast.manager, mentor_request)
    assert moving.follow() == 0


def test_a_solved_one_goes_along_and_bothers_nobody(cast) -> None:
    assert cast.other_manager
    solved = contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)
    OutgoingEmail.objects.all().delete()

    moves(cast, cast.other_path)
    routing.route(solved.pk)

    solved.refresh_from_db()
    assert (solved.path, solved.assignee, solved.status) == (
        cast.other_path,
        cast.other_manager,
        Status.SOLVED,
    )
    assert not OutgoingEmail.objects.exists()


def test_what_a_team_answers_stays_with_the_team(cast) -> None:
    asked = contact.routed(cast.mentor, cast.path, cast.invoices)

    moves(cast, cast.other_path)

    asked.refresh_from_db()
    assert (asked.path, asked.team, asked.assignee) == (cast.other_path, cast.finance, cast.nadia)


def test_what_the_fallback_team_had_is_routed_anew(cast) -> None:
    assert cast.fallback and cast.other_manager
    asked = contact.routed(cast.mentor, cast.path, cast.topic)
    assert asked.team == cast.fallback

    moves(cast, cast.other_path)
    routing.route(asked.pk)

    asked.refresh_from_db()
    assert (asked.team, asked.assignee) == (None, cast.other_manager)
    assert not asked.needs_attention


def test_an_import_moves_the_requests_along(cast, mentor_request, administrator) -> None:
    cast.mentor.roles.update(starts_on=YESTERDAY - datetime.timedelta(days=90))
    lines = [
        {"path": "Data Analyst", "ends_on": YESTERDAY.isoformat()},
        {"path": "UX Designer", "ends_on": ""},
    ]
    person = {"email": cast.mentor.email, "name": "", "role": "mentor", "starts_on": ""}
    made = importing.begin("people.csv", [person | line for line in lines], administrator)
    importing.go_on(made.pk)
    assert sees(cast.manager, mentor_request)  # so far it was only looked through
    importing.apply(made)
    importing.go_on(made.pk)

    assert not sees(cast.manager, mentor_request)
    assert sees(cast.other_manager, mentor_request)


def test_merging_two_accounts_moves_what_the_other_one_left_behind(
    cast, mentor_request, administrator
) -> None:
    cast.mentor.roles.update(ends_on=YESTERDAY)
    assert moving.follow() == 0  # she holds no other role

    merging.merge(cast.other_mentor, cast.mentor, administrator)

    assert not sees(cast.manager, mentor_request)
    assert sees(cast.other_manager, mentor_request)


def test_a_follow_up_to_a_closed_request_goes_to_the_new_path(cast) -> None:
    assert cast.other_manager
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    moves(cast, cast.other_path)

    follow_up = contact.reply(closed).request

    assert (follow_up.path, follow_up.follows) == (cast.other_path, closed)


def test_nobody_moves_when_nothing_is_lost(cast, django_assert_num_queries) -> None:
    """However many people an import brings, whoever lost nothing costs no statement of his own."""
    everybody = [people.mentor(f"Mentor{n} Example", cast.path).pk for n in range(5)]

    with django_assert_num_queries(4), leaving.watched(everybody):
        pass
