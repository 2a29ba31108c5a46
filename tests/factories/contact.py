"""Requests in every state, made by the flows that make them in real life."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now

from contact import answering, closing, replying, routing, submitting
from contact.answering import Then, Written
from contact.models import Message, ReadyAnswer, Request, Topic
from mentorhub.content.files import CheckedFile
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.models import Team, User


def topic(name: str, team: Team | None = None, hours: int = 9) -> Topic:
    """A topic that `team` answers, else the managers of the path."""
    slug = name.lower().replace(" ", "-")
    return Topic.objects.create(name=name, slug=slug, team=team, first_answer_hours=hours)


def file(name: str = "notes.txt", content: bytes = b"Some notes.") -> CheckedFile:
    """A text file that was checked."""
    upload = SimpleUploadedFile(name, content, "text/plain")
    return CheckedFile(upload, name, "text/plain", len(content))


def ready_answer(title: str = "A no-show", body: str = "Wait.", **more: Any) -> ReadyAnswer:
    """For everybody at the desk, unless a path or an owner is given."""
    return ReadyAnswer.objects.create(title=title, body=body, **more)


def submitted(sender: User | None, path: Path, topic: Topic, **words: Any) -> Request:
    """A new request; without a sender it comes from Robin Castel, who is not signed in."""
    return submitting.submit(
        submitting.Submission(
            token=uuid.uuid4(),
            sender=sender,
            name=sender.name if sender else "Robin Castel",
            email=sender.email if sender else "robin@example.net",
            path=path,
            project=words.pop("project", None),
            topic=topic,
            subject=words.pop("subject", "A question"),
            body=words.pop("body", "What shall I do?"),
            **words,
        )
    )


def routed(sender: User | None, path: Path, topic: Topic, **words: Any) -> Request:
    """A request that somebody, or a team, has been told of."""
    mentor_request = submitted(sender, path, topic, **words)
    routing.route(mentor_request.pk)
    return _fresh(mentor_request)


def answer(
    mentor_request: Request,
    author: User,
    body: str = "Do this.",
    then: Then = Then.WAIT,
    files: Sequence[CheckedFile] = (),
) -> Message:
    """An answer from the desk that cannot be taken back any more."""
    written = _written(mentor_request, author, body, files)
    return final(answering.answer(mentor_request.pk, written, then))


def final(message: Message) -> Message:
    """Let the seconds pass in which an answer may be taken back."""
    Message.objects.filter(pk=message.pk).update(final_at=Now())
    OutgoingEmail.objects.filter(pk=message.email_id).update(due_at=Now())
    return message


def note(
    mentor_request: Request,
    author: User,
    body: str = "Between us.",
    files: Sequence[CheckedFile] = (),
) -> Message:
    """An internal note."""
    return answering.note(mentor_request.pk, _written(mentor_request, author, body, files))


def reply(mentor_request: Request, body: str = "Thank you.", **more: Any) -> Message:
    """A reply from the sender."""
    return replying.reply(mentor_request.pk, mentor_request.sender, body, uuid.uuid4(), **more)


def pending(sender: User | None, path: Path, topic: Topic, by: User, **words: Any) -> Request:
    """A request that `by` answered and that waits for the mentor."""
    mentor_request = routed(sender, path, topic, **words)
    answer(mentor_request, by)
    return _fresh(mentor_request)


def solved(sender: User | None, path: Path, topic: Topic, by: User, **words: Any) -> Request:
    """A request that `by` answered and solved."""
    mentor_request = routed(sender, path, topic, **words)
    answer(mentor_request, by, then=Then.SOLVE)
    return _fresh(mentor_request)


def closed(sender: User | None, path: Path, topic: Topic, by: User, **words: Any) -> Request:
    """A request that stayed solved for longer than it takes to be closed."""
    mentor_request = solved(sender, path, topic, by, **words)
    assert mentor_request.solved_at is not None
    mentor_request.solved_at -= 2 * closing.CLOSES_AFTER
    mentor_request.closing_told_at = mentor_request.solved_at + closing.CLOSES_AFTER
    mentor_request.save(update_fields=["solved_at", "closing_told_at"])
    closing.close_solved()
    return _fresh(mentor_request)


def _written(
    mentor_request: Request, author: User, body: str, files: Sequence[CheckedFile]
) -> Written:
    version = _fresh(mentor_request).version
    return Written(author, body, version, uuid.uuid4(), files)


def _fresh(mentor_request: Request) -> Request:
    return Request.objects.get(pk=mentor_request.pk)
