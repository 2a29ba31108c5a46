"""What the sender does on the request's page."""

import datetime
import uuid

from django.utils import timezone

from contact import replying
from contact.models import Request, TimelineEvent
from contact.states import Event, Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast
from tests.factories import contact, people


def replies_told_to() -> list[str]:
    emails = OutgoingEmail.objects.filter(kind="contact/reply").order_by("pk")
    return list(emails.values_list("to_address", flat=True))


def test_a_reply_brings_the_request_back_to_us_and_tells_who_answers(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)

    contact.reply(pending, "It worked")

    pending.refresh_from_db()
    assert pending.status == Status.OPEN
    assert pending.due_at is not None
    assert replies_told_to() == [cast.manager.email]


def test_a_reply_reopens_what_was_solved(cast: Cast) -> None:
    solved = contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)

    contact.reply(solved, "Not quite")

    solved.refresh_from_db()
    assert (solved.status, solved.solved_at) == (Status.OPEN, None)


def test_a_reply_to_a_closed_request_opens_a_follow_up(cast: Cast) -> None:
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)

    message = contact.reply(closed, "It happened again")

    follow_up = message.request
    assert follow_up.follows == closed
    assert (follow_up.sender, follow_up.path, follow_up.topic, follow_up.subject) == (
        closed.sender,
        closed.path,
        closed.topic,
        closed.subject,
    )
    assert follow_up.status == Status.NEW
    closed.refresh_from_db()
    assert closed.status == Status.CLOSED


def test_the_same_reply_to_a_closed_request_opens_one_follow_up(cast: Cast) -> None:
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    token = uuid.uuid4()

    first, second = (replying.reply(closed.pk, cast.mentor, "Again", token) for _time in range(2))

    assert first == second
    assert Request.objects.filter(follows=closed).count() == 1


def test_a_reply_before_the_routing_goes_along_with_it(cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)

    contact.reply(mentor_request, "I forgot something")
    assert replies_told_to() == []
    contact.routing.route(mentor_request.pk)

    assert "I forgot something" in OutgoingEmail.objects.get(kind="contact/routed").text


def test_the_same_reply_twice_is_one(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    token = uuid.uuid4()

    messages = {replying.reply(pending.pk, cast.mentor, "Yes", token).pk for _time in range(3)}

    assert len(messages) == 1
    assert replies_told_to() == [cast.manager.email]


def test_a_reply_with_a_token_from_elsewhere_is_kept_all_the_same(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    token = contact.reply(
        contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    ).form_token

    message = replying.reply(pending.pk, cast.mentor, "Mine", token)

    assert (message.request, message.body) == (pending, "Mine")


def test_the_sender_says_that_it_is_solved(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)

    replying.mark_solved(pending.pk, cast.mentor)
    replying.mark_solved(pending.pk, cast.mentor)

    pending.refresh_from_db()
    assert pending.status == Status.SOLVED
    solved = TimelineEvent.objects.filter(request=pending, event=Event.SOLVED)
    assert [event.actor for event in solved] == [cast.mentor]


def test_the_same_form_with_other_words_loses_neither(cast: Cast) -> None:
    """Send, Stop, amend, Send: the browser sends one token with two texts."""
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    token = uuid.uuid4()

    for body in ["Yes", "Yes, but not on Monday"]:
        replying.reply(pending.pk, cast.mentor, body, token)

    said = pending.messages.filter(from_staff=False).values_list("body", flat=True)
    assert list(said)[1:] == ["Yes", "Yes, but not on Monday"]


def test_a_reply_to_somebody_who_has_left_finds_another_who_answers(cast: Cast) -> None:
    stays = people.manager("Sofia Marchetti", cast.path)
    people.absence(stays)
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    stays.absences.all().delete()
    cast.manager.is_active = False
    cast.manager.save(update_fields=["is_active"])

    contact.reply(pending, "Are you there?")
    assert Request.objects.unrouted().get() == pending
    contact.routing.route(pending.pk)

    pending.refresh_from_db()
    assert pending.assignee == stays
    told = OutgoingEmail.objects.filter(to_address=stays.email).latest("pk")
    assert "Are you there?" in told.text
    assert replies_told_to() == []


def test_asking_again_does_not_postpone_the_promised_answer(cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)
    promised = timezone.now() - datetime.timedelta(days=2)
    Request.objects.filter(pk=mentor_request.pk).update(due_at=promised)

    contact.reply(mentor_request, "Any news?")

    assert Request.objects.overdue().get().due_at == promised


def test_answers_go_where_the_mentor_reads_today(cast: Cast) -> None:
    pending = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    cast.mentor.email = "new@mentorhub.example"
    cast.mentor.save(update_fields=["email"])

    contact.answer(pending, cast.manager, "And this.")

    first, second = OutgoingEmail.objects.filter(kind="contact/answer").order_by("pk")
    assert (first.to_address, second.to_address) == (pending.email, "new@mentorhub.example")
    assert second.in_reply_to == first.message_id
