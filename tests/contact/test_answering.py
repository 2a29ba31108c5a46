"""What the desk does to a request."""

import uuid

import pytest

from contact import answering
from contact.answering import Conflict, Then, Written
from contact.models import Message, Request, TimelineEvent
from contact.states import Event, Refused, Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast
from tests.factories import contact, people


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic, subject="Booked sessions")


def written(cast: Cast, mentor_request: Request, body: str = "Do this.") -> Written:
    return Written(cast.manager, body, mentor_request.version, uuid.uuid4())


def emails_of(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


@pytest.mark.parametrize(
    ("then", "status", "is_due"),
    [
        (Then.SEND, Status.OPEN, True),
        (Then.WAIT, Status.PENDING, False),
        (Then.SOLVE, Status.SOLVED, False),
    ],
)
def test_an_answer_is_mailed_and_moves_the_request(
    cast: Cast, routed: Request, then: Then, status: Status, is_due: bool
) -> None:
    message = answering.answer(routed.pk, written(cast, routed), then)

    routed.refresh_from_db()
    assert routed.status == status
    assert (routed.due_at is not None) == is_due
    assert routed.first_answered_at is not None
    assert (routed.solved_at is not None) == (then == Then.SOLVE)
    [email] = emails_of("contact/answer")
    assert message.email == email
    assert email.to_address == cast.mentor.email
    assert email.text.startswith("Do this.")
    assert not email.automatic


def test_an_answer_joins_the_thread_of_the_acknowledgement(cast: Cast, routed: Request) -> None:
    answering.answer(routed.pk, written(cast, routed), Then.SEND)
    routed.refresh_from_db()
    answering.answer(routed.pk, written(cast, routed, "And that."), Then.SEND)

    [receipt] = emails_of("contact/acknowledgement")
    first, second = emails_of("contact/answer")
    assert (first.in_reply_to, first.references) == (receipt.message_id, receipt.message_id)
    assert second.in_reply_to == first.message_id
    assert second.references == f"{receipt.message_id} {first.message_id}"
    assert first.subject == f"Re: {receipt.subject}"


def test_an_answer_to_an_older_state_is_not_sent(cast: Cast, routed: Request) -> None:
    late = written(cast, routed, "Too late")
    contact.reply(routed, "One more thing")

    with pytest.raises(Conflict):
        answering.answer(routed.pk, late, Then.SEND)

    assert not Message.objects.filter(body="Too late").exists()
    assert emails_of("contact/answer") == []


def test_a_note_reaches_no_mailbox(cast: Cast, routed: Request) -> None:
    before = OutgoingEmail.objects.count()

    message = answering.note(routed.pk, written(cast, routed, "No fee for a first change."))

    assert (message.is_internal, message.email) == (True, None)
    assert OutgoingEmail.objects.count() == before
    routed.refresh_from_db()
    assert (routed.status, routed.first_answered_at) == (Status.OPEN, None)


def test_a_token_of_another_request_does_not_swallow_an_answer(cast: Cast, routed: Request) -> None:
    other = contact.routed(cast.mentor, cast.path, cast.topic)
    token = answering.answer(other.pk, written(cast, other), Then.SEND).form_token

    with pytest.raises(Conflict):
        stolen = Written(cast.manager, "Mine", routed.version, token)
        answering.answer(routed.pk, stolen, Then.SEND)

    assert not routed.messages.filter(body="Mine").exists()


def test_a_closed_request_takes_no_answer_but_a_note(cast: Cast) -> None:
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)

    with pytest.raises(Refused):
        answering.answer(closed.pk, written(cast, closed), Then.SEND)
    answering.note(closed.pk, written(cast, closed, "For the record"))

    closed.refresh_from_db()
    assert closed.status == Status.CLOSED


def test_who_answers_what_nobody_has_gets_it(cast: Cast) -> None:
    waiting = contact.routed(cast.mentor, cast.path, cast.topic)
    assert waiting.assignee is None

    answering.answer(waiting.pk, written(cast, waiting), Then.WAIT)

    waiting.refresh_from_db()
    assert (waiting.assignee, waiting.needs_attention) == (cast.manager, False)


def test_assigning_tells_the_new_person_and_not_who_took_it(cast: Cast, routed: Request) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)
    before = len(emails_of("contact/routed"))

    answering.assign(routed.pk, cast.manager, sofia, routed.version)
    routed.refresh_from_db()
    assert routed.assignee == sofia
    assert [email.to_address for email in emails_of("contact/routed")[before:]] == [sofia.email]

    answering.assign(routed.pk, cast.manager, cast.manager, routed.version)
    assert len(emails_of("contact/routed")) == before + 1


def test_only_managers_of_the_path_its_team_and_administrators_may_be_given_it(
    cast: Cast, routed: Request
) -> None:
    cast.other_manager, cast.nadia, cast.editor, cast.administrator  # noqa: B018 (made when asked for)

    people_for_it = set(answering.may_be_assigned(routed))

    assert people_for_it == {cast.manager, cast.administrator}


def test_a_transfer_to_a_path_is_routed_there_and_leaves_a_note(
    cast: Cast, routed: Request
) -> None:
    cast.other_manager  # noqa: B018 (made when asked for)

    answering.transfer(routed.pk, cast.manager, cast.other_path, routed.version, "Yours, I think")

    routed.refresh_from_db()
    assert (routed.path, routed.assignee, routed.routed_at) == (cast.other_path, None, None)
    assert routed.messages.get(is_internal=True).body == "Yours, I think"
    assert Request.objects.unrouted().get() == routed


def test_a_transfer_to_a_team_ends_with_one_of_its_members(cast: Cast, routed: Request) -> None:
    answering.transfer(routed.pk, cast.manager, cast.finance, routed.version)
    contact.routing.route(routed.pk)

    routed.refresh_from_db()
    assert (routed.team, routed.assignee) == (cast.finance, cast.nadia)


def test_the_timeline_says_who_did_what(cast: Cast, routed: Request) -> None:
    answering.answer(routed.pk, written(cast, routed), Then.SOLVE)

    story = list(TimelineEvent.objects.filter(request=routed).values_list("event", "actor__name"))
    assert story == [
        (Event.SUBMITTED, "Amina Berger"),
        (Event.ROUTED, None),
        (Event.SOLVED, "Camille Laurent"),
    ]
    versions = TimelineEvent.objects.filter(request=routed).values_list("version", flat=True)
    assert list(versions) == [1, 2, 3]


def test_a_plain_answer_to_a_solved_request_keeps_when_it_was_solved(cast: Cast) -> None:
    solved = contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)
    assert solved.solved_at is not None
    first = solved.solved_at

    answering.answer(solved.pk, written(cast, solved, "P.S."), Then.SEND)

    solved.refresh_from_db()
    assert solved.status == Status.SOLVED
    assert solved.solved_at == first


def test_who_answers_before_the_routing_keeps_the_request(cast: Cast) -> None:
    """With the broker away a request may wait; a manager finds it at the desk all the same."""
    sofia = people.manager("Sofia Marchetti", cast.path)
    cast.manager  # noqa: B018 (made when asked for)
    waiting = contact.submitted(cast.mentor, cast.path, cast.topic)
    waiting.refresh_from_db()

    contact.answer(waiting, sofia)

    assert contact.routing.route(waiting.pk) is None
    waiting.refresh_from_db()
    assert waiting.assignee == sofia


def test_a_transferred_request_has_a_date_again(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    assert pending.due_at is None

    answering.transfer(pending.pk, cast.manager, cast.other_path, pending.version)

    pending.refresh_from_db()
    assert (pending.status, pending.due_at is not None) == (Status.OPEN, True)


def test_the_same_form_with_other_words_is_no_repetition(cast: Cast, routed: Request) -> None:
    first = written(cast, routed, "Yes")
    answering.answer(routed.pk, first, Then.SEND)

    with pytest.raises(Conflict):
        amended = Written(first.author, "Yes, but", first.seen_version, first.token)
        answering.answer(routed.pk, amended, Then.SOLVE)


def test_a_plain_answer_means_that_we_still_owe_something(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)

    answering.answer(pending.pk, written(cast, pending, "I will look into it"), Then.SEND)

    pending.refresh_from_db()
    assert (pending.status, pending.due_at is not None) == (Status.OPEN, True)
