"""An answer taken back before it leaves."""

import uuid

import pytest
from django.db.models.functions import Now
from django.test import Client

from contact import answering, undoing
from contact.answering import Then, Written
from contact.models import AnswerDraft, Attachment, Message, Request
from contact.states import Event, Status
from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from tests.cast import Cast, sign_in
from tests.factories import contact, people


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.manager)


def url(mentor_request: Request, act: str) -> str:
    return f"/admin/contact/request/{mentor_request.pk}/{act}/"


def answer(mentor_request: Request, author, body="Do this.", then=Then.WAIT, files=()) -> Message:
    """An answer that may still be taken back."""
    mentor_request.refresh_from_db()
    written = Written(author, body, mentor_request.version, uuid.uuid4(), files)
    return answering.answer(mentor_request.pk, written, then)


def state(mentor_request: Request) -> dict[str, object]:
    """What an answer changes."""
    mentor_request.refresh_from_db()
    names = ["status", "due_at", "solved_at", "first_answered_at", "assignee_id", "routed_at"]
    return {name: getattr(mentor_request, name) for name in names}


@pytest.mark.parametrize("then", Then)
@pytest.mark.parametrize("before", ["routed", "pending", "solved"])
def test_everything_is_as_before(cast, before, then):
    cast.manager  # noqa: B018 (made when asked for)
    by = [] if before == "routed" else [cast.manager]
    asked = getattr(contact, before)(cast.mentor, cast.path, cast.topic, *by)
    was, messages = state(asked), asked.messages.count()
    message = answer(asked, cast.manager, then=then)

    undoing.undo(asked.pk, message.pk, cast.manager)

    assert state(asked) == was
    assert asked.messages.count() == messages
    assert not OutgoingEmail.objects.filter(key=f"contact.answer:{message.pk}").exists()


def test_text_and_files_are_in_the_box_again(desk, cast, routed):
    message = answer(routed, cast.manager, "Dear Amina", files=[contact.file(content=b"Words.")])

    page = desk.post(url(routed, "undo"), {"message": message.pk}, follow=True).content.decode()

    assert "Taken back: nobody got your answer." in page
    assert "Dear Amina</textarea>" in page and "Attach notes.txt" in page
    key = page.partition('name="files-held" value="')[2].partition('"')[0]
    routed.refresh_from_db()
    form = {"version": routed.version, "token": uuid.uuid4(), "body": "Dear Amina"}
    desk.post(url(routed, "answer"), {**form, "then": "wait", "files-held": key})
    with Attachment.objects.get().file as file:
        assert file.read() == b"Words."


def test_what_was_typed_since_then_stays_below_it(cast, routed):
    message = answer(routed, cast.manager, "Dear Amina")
    AnswerDraft.objects.create(request=routed, author=cast.manager, kind="answer", body="And this")

    draft = undoing.undo(routed.pk, message.pk, cast.manager)

    assert draft.body == "Dear Amina\n\nAnd this"


def test_the_timeline_says_what_happened(desk, cast, routed):
    message = answer(routed, cast.manager)
    undoing.undo(routed.pk, message.pk, cast.manager)

    page = desk.get(url(routed, "change")).content.decode()

    assert "Camille Laurent answered and waits for the mentor." in page
    assert "Camille Laurent took the answer back before it left: nobody got it." in page


def test_the_mentor_sees_an_answer_once_it_is_final(client, cast, routed):
    message = answer(routed, cast.manager, "Do this.", files=[contact.file("plan.txt")])
    sign_in(client, cast.mentor)
    file = f"/contact/requests/{routed.reference}/files/{Attachment.objects.get().pk}/"
    page = routed.get_absolute_url()

    assert "Do this." not in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    assert "A question" not in client.get("/contact/requests/?q=this").content.decode()

    contact.final(message)
    assert "Do this." in client.get(page).content.decode()
    assert client.get(file).getvalue() == b"Some notes."


def test_the_email_waits_and_then_leaves(cast, routed):
    message = answer(routed, cast.manager)

    assert not OutgoingEmail.objects.due().filter(kind="contact/answer").exists()
    assert sending.claim(message.email_id) is None
    contact.final(message)
    assert sending.claim(message.email_id) is not None


def test_notices_to_managers_do_not_wait(cast, routed):
    kinds = OutgoingEmail.objects.due().values_list("kind", flat=True)

    assert set(kinds) == {"contact/acknowledgement", "contact/routed"}


def test_after_its_seconds_it_is_too_late_and_that_is_said(desk, cast, routed):
    message = answer(routed, cast.manager)
    contact.final(message)

    page = desk.post(url(routed, "undo"), {"message": message.pk}, follow=True).content.decode()

    assert "Too late: your answer has gone to Amina Berger." in page
    assert Message.objects.filter(pk=message.pk).exists()


@pytest.mark.parametrize("moved_on", [State.CLAIMED, State.SENT, State.WAITING])
def test_what_the_sender_has_taken_is_not_taken_back(cast, routed, moved_on):
    message = answer(routed, cast.manager)
    OutgoingEmail.objects.filter(pk=message.email_id).update(state=moved_on)

    with pytest.raises(undoing.TooLate):
        undoing.undo(routed.pk, message.pk, cast.manager)

    assert Message.objects.filter(pk=message.pk).exists()


def test_only_its_author_takes_it_back_and_only_once(cast, routed):
    message = answer(routed, cast.manager)

    for by in [cast.administrator, people.manager("Sofia Marchetti", cast.path)]:
        with pytest.raises(undoing.TooLate):
            undoing.undo(routed.pk, message.pk, by)
    undoing.undo(routed.pk, message.pk, cast.manager)
    with pytest.raises(undoing.TooLate):
        undoing.undo(routed.pk, message.pk, cast.manager)


@pytest.mark.parametrize("message", ["", "x", "-1", str(2**70)])
def test_a_forged_form_takes_nothing_back(desk, cast, routed, message):
    answer(routed, cast.manager)

    desk.post(url(routed, "undo"), {"message": message})

    assert routed.messages.count() == 2


def test_a_note_is_no_answer_and_stays(cast, routed):
    message = contact.note(routed, cast.manager)

    with pytest.raises(undoing.TooLate):
        undoing.undo(routed.pk, message.pk, cast.manager)


def test_a_reply_that_came_in_between_stays_and_is_still_owed_an_answer(cast, routed):
    was = state(routed)
    message = answer(routed, cast.manager, then=Then.SOLVE)
    contact.reply(routed, "One more thing")

    undoing.undo(routed.pk, message.pk, cast.manager)

    assert state(routed) == was
    assert routed.messages.filter(body="One more thing").exists()


def test_a_colleague_s_answer_in_between_stays_the_first(cast, routed):
    sofia = people.manager("Sofia Marchetti", cast.path)
    mine = answer(routed, cast.manager, then=Then.SEND)
    hers = answer(routed, sofia, then=Then.WAIT)

    undoing.undo(routed.pk, mine.pk, cast.manager)

    now = state(routed)
    assert (now["status"], now["due_at"]) == (Status.PENDING, None)
    assert now["first_answered_at"] == Message.objects.get(pk=hers.pk).created_at


def test_two_answers_taken_back_in_any_order_leave_nothing(cast, routed):
    was = state(routed)
    first = answer(routed, cast.manager, then=Then.WAIT)
    second = answer(routed, cast.manager, then=Then.SOLVE)

    undoing.undo(routed.pk, first.pk, cast.manager)
    undoing.undo(routed.pk, second.pk, cast.manager)

    assert state(routed)["status"] == was["status"]
    assert AnswerDraft.objects.count() == 1


def test_who_had_nobody_before_keeps_whom_the_answer_gave_it_to(cast):
    cast.manager  # noqa: B018 (made when asked for)
    asked = contact.submitted(cast.mentor, cast.path, cast.topic)
    due_at = asked.due_at
    message = answer(asked, cast.manager)

    undoing.undo(asked.pk, message.pk, cast.manager)

    now = state(asked)
    assert (now["status"], now["due_at"]) == (Status.OPEN, due_at)
    assert now["assignee_id"] == cast.manager.pk
    assert asked.timeline.filter(event=Event.ASSIGNED).count() == 1


def test_the_next_answer_joins_the_thread_as_if_the_first_had_never_been(cast, routed):
    message = answer(routed, cast.manager)
    undoing.undo(routed.pk, message.pk, cast.manager)

    again = answer(routed, cast.manager)

    receipt = OutgoingEmail.objects.get(kind="contact/acknowledgement")
    assert again.email.in_reply_to == receipt.message_id


def test_the_screen_offers_undo_to_the_author_alone_while_there_is_time(desk, cast, routed):
    message = answer(routed, cast.manager)
    sofia = sign_in(Client(), people.manager("Sofia Marchetti", cast.path))

    page = desk.get(url(routed, "change")).content.decode()
    assert "Your answer leaves for Amina Berger at" in page and 'data-left="' in page
    assert "data-left" not in sofia.get(url(routed, "change")).content.decode()
    Message.objects.filter(pk=message.pk).update(final_at=Now())
    assert "data-left" not in desk.get(url(routed, "change")).content.decode()
