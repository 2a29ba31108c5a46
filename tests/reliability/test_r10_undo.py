"""R10: an answer is taken back, or it is sent: never both, never neither."""

import time
import uuid

from django.db.models import F
from django.db.models.functions import Now

from contact import answering, undoing
from contact.answering import Then, Written
from contact.models import Message
from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State

from .at_once import at_once
from .conftest import School
from .test_r10_two_managers import a_routed_request

ROUNDS = 60


def test_r10_undo_and_the_sender_at_once_are_one_of_the_two(school: School) -> None:
    outcomes = set()
    for number in range(ROUNDS):
        asked = a_routed_request(school)
        written = Written(school.manager, "Do this.", asked.version, uuid.uuid4())
        message = answering.answer(asked.pk, written, Then.WAIT)
        # The moment at which it leaves falls among the two.
        soon = Now() + (number % 20) * answering.UNDO / 1000
        OutgoingEmail.objects.filter(pk=message.email_id).update(due_at=soon)
        Message.objects.filter(pk=message.pk).update(final_at=soon)

        def undo(pk: int = asked.pk, message: Message = message) -> bool:
            time.sleep(0.04)
            try:
                undoing.undo(pk, message.pk, school.manager)
            except undoing.TooLate:
                return False
            return True

        def send(pk: int = message.email_id) -> bool:
            ends = time.monotonic() + 0.3
            while time.monotonic() < ends:
                if sending.claim(pk) is not None:
                    return True
            return False

        undone, sent = at_once([undo, send])

        assert (undone, sent) in {(True, False), (False, True)}
        assert asked.messages.filter(from_staff=True).exists() == sent
        claimed = OutgoingEmail.objects.filter(kind="contact/answer", about=asked.desk_url)
        assert claimed.filter(state=State.CLAIMED, attempts=F("interruptions") + 1).exists() == sent
        assert claimed.count() == int(sent)
        outcomes.add(undone)
    assert outcomes == {True, False}, "the rounds never crossed: choose other moments"
