"""Closing what stayed solved, with a notice three days before."""

import datetime

import pytest
from django.utils import timezone

from contact import closing
from contact.models import Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from mentorhub.relay import lanes
from tests.cast import Cast
from tests.factories import contact


@pytest.fixture
def solved(cast: Cast) -> Request:
    return contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)


def days_pass(mentor_request: Request, days: float) -> None:
    """As if it had been solved, and its sender told, so much earlier."""
    span = datetime.timedelta(days=days)
    mentor_request.refresh_from_db()
    for name in ["solved_at", "closing_told_at"]:
        if before := getattr(mentor_request, name):
            setattr(mentor_request, name, before - span)
    mentor_request.save(update_fields=["solved_at", "closing_told_at"])


def status_of(mentor_request: Request) -> str:
    return Request.objects.get(pk=mentor_request.pk).status


def notices() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="contact/closing"))


def test_a_solved_request_is_told_after_eleven_days_and_closes_after_fourteen(
    solved: Request, cast: Cast
) -> None:
    days_pass(solved, 10.9)
    assert (closing.close_solved(), notices()) == (0, [])

    days_pass(solved, 0.2)
    assert closing.close_solved() == 0
    [notice] = notices()
    # Not in the bulk lane, whose emails editors see.
    assert (notice.to_address, notice.lane) == (cast.mentor.email, lanes.ACCOUNT)
    assert solved.get_absolute_url() in notice.text and "3 days" in notice.text
    assert notice.in_reply_to  # in the thread of the answer

    days_pass(solved, 2.8)
    assert (closing.close_solved(), status_of(solved)) == (0, Status.SOLVED)
    days_pass(solved, 0.3)
    assert (closing.close_solved(), status_of(solved)) == (1, Status.CLOSED)
    assert (closing.close_solved(), len(notices())) == (0, 1)


def test_after_a_long_stop_of_beat_the_notice_still_comes_three_days_before(
    solved: Request,
) -> None:
    days_pass(solved, 40)
    assert (closing.close_solved(), status_of(solved), len(notices())) == (0, Status.SOLVED, 1)

    days_pass(solved, 3.1)
    assert (closing.close_solved(), status_of(solved), len(notices())) == (1, Status.CLOSED, 1)


def test_whoever_reopened_it_is_neither_told_nor_closed(solved: Request) -> None:
    days_pass(solved, 12)
    contact.reply(solved, "It is not.")
    closing.close_solved()
    assert (notices(), status_of(solved)) == ([], Status.OPEN)


def test_solved_again_it_is_told_again(solved: Request, cast: Cast) -> None:
    days_pass(solved, 12)
    closing.close_solved()
    contact.reply(solved, "Still open!")
    contact.answer(solved, cast.manager, then=contact.Then.SOLVE)
    days_pass(solved, 4)
    assert (closing.close_solved(), status_of(solved), len(notices())) == (0, Status.SOLVED, 1)

    days_pass(solved, 8)
    closing.close_solved()
    assert len(notices()) == 2


def test_an_account_that_has_ended_gets_no_notice(solved: Request, cast: Cast) -> None:
    cast.mentor.is_active = False
    cast.mentor.save()
    days_pass(solved, 12)
    closing.close_solved()
    assert notices() == []

    days_pass(solved, 4)
    assert closing.close_solved() == 1


def test_who_wrote_without_an_account_gets_a_link_of_their_own(cast: Cast) -> None:
    public = contact.solved(None, cast.path, cast.topic, cast.manager)
    days_pass(public, 12)
    closing.close_solved()

    [notice] = notices()
    assert "/contact/link/" in notice.text and public.subject not in notice.subject
    assert timezone.now() - notice.created_at < datetime.timedelta(minutes=5)
