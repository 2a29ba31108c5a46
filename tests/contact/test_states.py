"""The life of a request."""

import pytest

from contact.states import SHOWN, Event, Refused, Status, after

N, O, P, S, C = Status.NEW, Status.OPEN, Status.PENDING, Status.SOLVED, Status.CLOSED  # noqa: E741


@pytest.mark.parametrize(
    ("event", "outcomes"),
    [
        (Event.ROUTED, {N: O, O: O, P: P, S: S, C: None}),
        (Event.ANSWERED, {N: O, O: O, P: O, S: S, C: None}),
        (Event.ASKED, {N: P, O: P, P: P, S: P, C: None}),
        (Event.SOLVED, {N: S, O: S, P: S, S: S, C: None}),
        (Event.REPLIED, {N: N, O: O, P: O, S: O, C: None}),
        (Event.NOTED, {N: N, O: O, P: P, S: S, C: C}),
        (Event.ASSIGNED, {N: O, O: O, P: P, S: S, C: None}),
        (Event.TRANSFERRED, {N: N, O: O, P: O, S: O, C: None}),
        (Event.CLOSED, {N: None, O: None, P: None, S: C, C: None}),
    ],
)
def test_what_follows(event: Event, outcomes: dict[Status, Status | None]) -> None:
    for status, expected in outcomes.items():
        if expected is None:
            with pytest.raises(Refused):
                after(status, event)
        else:
            assert after(status, event) == expected


def test_every_status_says_how_it_is_shown() -> None:
    assert set(SHOWN) == set(Status)
