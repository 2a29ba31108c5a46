"""Who answers: the decision for every case, and its application to a request."""

import datetime

import pytest

from contact import replying, routing
from contact.models import TimelineEvent
from contact.routing import Candidate, Decision, Group, Reason, choose
from contact.states import Event, Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast
from tests.factories import contact, people

UNTIL = datetime.date(2026, 12, 2)
MAY = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
JUNE = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)

ANNA = Candidate(1, "Anna")
BEN = Candidate(2, "Ben", open_requests=1)
SUPPORT = Group("Mentor support", (Candidate(90, "Sue"),), team=9)


def path(*candidates: Candidate) -> Group:
    return Group("Data Analyst", candidates)


def away(pk: int, name: str, cover: int | None = None) -> Candidate:
    return Candidate(pk, name, away_until=UNTIL, cover=cover)


def who(decision: Decision) -> tuple[Reason, int | None, int | None, bool]:
    return decision.reason, decision.assignee, decision.team, decision.needs_attention


@pytest.mark.parametrize(
    ("case", "group", "fallback", "covers", "expected"),
    [
        ("the only manager", path(ANNA), None, {}, (Reason.ONLY_ONE, 1, None, False)),
        ("the least open work", path(BEN, ANNA), None, {}, (Reason.LEAST_OPEN, 1, None, False)),
        (
            "a tie goes to the longest without a new one",
            path(Candidate(1, "Anna", last_assigned=JUNE), Candidate(2, "Ben", last_assigned=MAY)),
            None,
            {},
            (Reason.LONGEST_WITHOUT, 2, None, False),
        ),
        (
            "who never had one comes before who had",
            path(Candidate(1, "Anna", last_assigned=MAY), Candidate(2, "Ben")),
            None,
            {},
            (Reason.LONGEST_WITHOUT, 2, None, False),
        ),
        (
            "a tie without history goes to the first of them",
            path(Candidate(2, "Ben"), ANNA),
            None,
            {},
            (Reason.LONGEST_WITHOUT, 1, None, False),
        ),
        (
            "who takes no requests is left out, however idle",
            path(Candidate(1, "Anna", takes_requests=False), BEN),
            None,
            {},
            (Reason.ONLY_ONE, 2, None, False),
        ),
        (
            "who is away is left out",
            path(away(1, "Anna"), BEN),
            None,
            {},
            (Reason.ONLY_ONE, 2, None, False),
        ),
        (
            "all away: whoever covers",
            path(away(1, "Anna", cover=3)),
            None,
            {3: Candidate(3, "Cleo")},
            (Reason.COVERS, 3, None, False),
        ),
        (
            "a cover who is away passes it on to theirs",
            path(away(1, "Anna", cover=3)),
            None,
            {3: away(3, "Cleo", cover=4), 4: Candidate(4, "Dora")},
            (Reason.COVERS, 4, None, False),
        ),
        (
            "covers in a circle lead to the fallback",
            path(away(1, "Anna", cover=3)),
            SUPPORT,
            {3: away(3, "Cleo", cover=1), 1: away(1, "Anna", cover=3)},
            (Reason.FALLBACK, None, 9, True),
        ),
        (
            "a cover who has left leads to the fallback",
            path(away(1, "Anna", cover=3)),
            SUPPORT,
            {},
            (Reason.FALLBACK, None, 9, True),
        ),
        (
            "nobody manages the path: the fallback team, flagged",
            path(),
            SUPPORT,
            {},
            (Reason.FALLBACK, None, 9, True),
        ),
        ("no fallback team either", path(), None, {}, (Reason.NOBODY, None, None, True)),
        (
            "a team's member",
            Group("Finance", (ANNA, BEN), team=5),
            SUPPORT,
            {},
            (Reason.LEAST_OPEN, 1, 5, False),
        ),
        (
            "a team that is away keeps it, flagged",
            Group("Finance", (away(1, "Anna"),), team=5),
            SUPPORT,
            {},
            (Reason.TEAM_WAITS, None, 5, True),
        ),
        (
            "a team without members keeps it, flagged",
            Group("Finance", (), team=5),
            SUPPORT,
            {},
            (Reason.TEAM_WAITS, None, 5, True),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_choose(
    case: str,
    group: Group,
    fallback: Group | None,
    covers: dict[int, Candidate],
    expected: tuple[Reason, int | None, int | None, bool],
) -> None:
    assert who(choose(group, fallback, covers)) == expected


def test_nobody_answers_their_own_request() -> None:
    assert choose(path(ANNA, BEN), None, {}, sender=1).assignee == 2
    assert who(choose(path(ANNA), SUPPORT, {}, sender=1)) == (Reason.FALLBACK, None, 9, True)
    covered = choose(path(away(1, "Anna", cover=3)), SUPPORT, {3: Candidate(3, "C")}, sender=3)
    assert covered.reason == Reason.FALLBACK


def test_the_facts_name_who_is_away_and_until_when() -> None:
    decision = choose(path(away(1, "Anna"), BEN), None, {})

    assert decision.facts == {
        "group": "Data Analyst",
        "team": False,
        "away": [{"name": "Anna", "until": "2026-12-02"}],
        "name": "Ben",
        "open": 1,
    }


def test_a_routed_request_is_open_assigned_and_told_of(cast: Cast) -> None:
    manager = cast.manager
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)

    routing.route(mentor_request.pk)

    mentor_request.refresh_from_db()
    assert (mentor_request.status, mentor_request.assignee) == (Status.OPEN, manager)
    assert mentor_request.routed_at and mentor_request.assigned_at
    email = OutgoingEmail.objects.get(kind="contact/routed")
    assert email.to_address == manager.email
    assert mentor_request.desk_url in email.text
    assert "What shall I do?" in email.text


def test_routing_again_changes_nothing(cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert routing.route(mentor_request.pk) is None
    assert TimelineEvent.objects.filter(event=Event.ROUTED).count() == 1


def test_a_request_that_is_gone_is_no_error(db: None) -> None:
    assert routing.route(10**9) is None


def test_a_topic_of_a_team_goes_to_one_of_its_members(cast: Cast) -> None:
    mentor_request = contact.routed(cast.mentor, cast.path, cast.invoices)

    assert (mentor_request.assignee, mentor_request.team) == (cast.nadia, cast.finance)


def test_open_work_counts_and_what_waits_for_mentors_does_not(cast: Cast) -> None:
    busy, idle = cast.manager, people.manager("Sofia Marchetti", cast.path)
    waiting = contact.routed(cast.mentor, cast.path, cast.topic)
    second = contact.routed(cast.mentor, cast.path, cast.topic)
    assert {waiting.assignee, second.assignee} == {busy, idle}

    first_taker = waiting.assignee
    assert first_taker is not None
    contact.answer(waiting, first_taker)
    third = contact.routed(cast.mentor, cast.path, cast.topic)

    assert third.assignee == first_taker


def test_an_absent_manager_s_cover_takes_the_request(cast: Cast) -> None:
    people.absence(cast.manager, cover=cast.other_manager)

    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert mentor_request.assignee == cast.other_manager


def test_with_nobody_there_the_whole_fallback_team_is_told(cast: Cast) -> None:
    cast.fallback.members.add(people.user("Tom Verhoeven"))

    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert (mentor_request.assignee, mentor_request.team) == (None, cast.fallback)
    assert mentor_request.needs_attention
    told = OutgoingEmail.objects.filter(kind="contact/routed").values_list("to_address", flat=True)
    assert set(told) == {"lena@mentorhub.example", "tom@mentorhub.example"}


def test_without_any_team_the_administrators_are_told(cast: Cast) -> None:
    administrator = cast.administrator

    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert mentor_request.assignee is None
    assert OutgoingEmail.objects.get(kind="contact/routed").to_address == administrator.email


def test_a_manager_whose_role_ended_gets_nothing(cast: Cast) -> None:
    gone = cast.manager
    gone.roles.update(ends_on=gone.roles.get().starts_on)
    stays = people.manager("Sofia Marchetti", cast.path)

    assert contact.routed(cast.mentor, cast.path, cast.topic).assignee == stays


def test_a_cover_who_does_not_work_the_desk_is_passed_over(cast: Cast) -> None:
    people.absence(cast.manager, cover=cast.other_mentor)

    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert mentor_request.assignee is None
    assert not OutgoingEmail.objects.filter(
        kind="contact/routed", to_address=cast.other_mentor.email
    ).exists()


def test_nobody_is_told_of_their_own_request(cast: Cast) -> None:
    mentor_request = contact.routed(cast.nadia, cast.path, cast.invoices)

    assert mentor_request.team == cast.finance
    told = OutgoingEmail.objects.filter(kind="contact/routed", to_address=cast.nadia.email)
    assert not told.exists()


def test_what_was_solved_before_it_was_routed_bothers_nobody(cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    replying.mark_solved(mentor_request.pk, cast.mentor)

    routing.route(mentor_request.pk)

    assert not OutgoingEmail.objects.filter(kind="contact/routed").exists()
