"""Who covers for somebody away stands among those who may be chosen."""

import datetime

from contact.routing import Candidate, Decision, Group, Reason, choose

UNTIL = datetime.date(2026, 12, 2)
AWAY = Candidate(1, "Anna", away_until=UNTIL, cover=3)
BEN = Candidate(2, "Ben", open_requests=1)
CLEO = Candidate(3, "Cleo")


def among(*people: Candidate, cover: Candidate = CLEO, sender: int | None = None) -> Decision:
    return choose(Group("Data Analyst", people), None, {cover.pk: cover}, sender)


def test_who_covers_shares_the_work_with_whoever_is_there() -> None:
    decision = among(AWAY, BEN)

    assert (decision.reason, decision.assignee) == (Reason.COVERS, CLEO.pk)
    assert decision.facts["for"] == "Anna"


def test_and_gets_none_while_they_have_more_to_do() -> None:
    busy = Candidate(3, "Cleo", open_requests=2)

    decision = among(AWAY, BEN, cover=busy)

    assert (decision.reason, decision.assignee) == (Reason.LEAST_OPEN, BEN.pk)
    assert "for" not in decision.facts


def test_a_colleague_who_covers_counts_once() -> None:
    decision = among(Candidate(1, "Anna", away_until=UNTIL, cover=2), BEN, cover=BEN)

    assert (decision.reason, decision.assignee) == (Reason.ONLY_ONE, BEN.pk)


def test_a_colleague_who_takes_no_requests_covers_all_the_same() -> None:
    """They said so for these days."""
    sofia = Candidate(3, "Sofia", takes_requests=False)

    assert among(AWAY, sofia, cover=Candidate(3, "Sofia")).assignee == sofia.pk


def test_one_cover_of_two_who_are_away_counts_once() -> None:
    other = Candidate(4, "Dora", away_until=UNTIL, cover=3)

    assert among(AWAY, other).facts["for"] == "Anna"


def test_nobody_covers_for_who_takes_no_requests() -> None:
    idle = Candidate(1, "Anna", takes_requests=False, away_until=UNTIL, cover=3)

    assert among(idle).reason == Reason.NOBODY


def test_a_cover_does_not_answer_themselves() -> None:
    assert among(AWAY, BEN, sender=CLEO.pk).assignee == BEN.pk
