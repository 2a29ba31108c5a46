"""A mentor submits a request: one transaction from the form to the queued acknowledgement."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpcenter.models import Article
from mentorhub.content import clamd
from mentorhub.content.files import CheckedFile, put
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import User
from mentorhub.relay.due import ago, wake
from mentorhub.search import log

from . import emails, routing
from .about import About
from .deadlines import after_working_hours
from .models import Attachment, Message, Request, Topic
from .models.attachment import Scan
from .models.timeline import happened
from .states import Event

LATELY = datetime.timedelta(minutes=10)
A_FEW = 3
MOST_ANSWERS = 4  # that a request keeps, of those that were offered and opened


@dataclass(frozen=True)
class Submission:
    """What a valid form holds. `sender` is None for a public sender."""

    token: uuid.UUID
    sender: User | None
    name: str
    email: str
    path: Path
    project: Project | None
    topic: Topic
    subject: str
    body: str
    files: Sequence[CheckedFile] = ()
    follows: Request | None = None
    article: Article | None = None
    searched: log.Before | None = None
    about: About | None = None


class SentAlready(Exception):
    """This very form made a request before; `mentor_request` is it."""

    def __init__(self, mentor_request: Request, same: bool) -> None:
        super().__init__(mentor_request.reference)
        self.mentor_request = mentor_request
        self.same = same


def submit(submission: Submission) -> Request:
    """Store the request with its message and files, queue the acknowledgement, wake the routing.

    The form's token makes it one request however often it arrives: then SentAlready is
    raised, which says whether the words were the same.
    """
    try:
        with kept_files() as kept, transaction.atomic():
            return _store(submission, kept)
    except IntegrityError:
        earlier = Request.objects.filter(form_token=submission.token).first()
        if earlier is None:
            raise
        if not _is_theirs(
            earlier, submission
        ):  # a token from elsewhere tells nothing and stops nobody
            return submit(replace(submission, token=uuid.uuid4()))
        raise SentAlready(earlier, same=_says_the_same(earlier, submission)) from None


def _store(submission: Submission, kept: list[Attachment]) -> Request:
    mentor_request = Request.objects.create(
        sender=submission.sender,
        name=submission.name,
        email=submission.email,
        path=submission.path,
        project=submission.project,
        topic=submission.topic,
        priority=submission.topic.priority,
        team=submission.topic.team,
        subject=submission.subject,
        follows=submission.follows,
        article=submission.article,
        **_searched(submission.searched),
        part=submission.about.part if submission.about else None,
        guide_version=submission.about.version if submission.about else None,
        form_token=submission.token,
        due_at=after_working_hours(timezone.now(), submission.topic.first_answer_hours),
    )
    message = Message.objects.create(
        request=mentor_request, author=submission.sender, body=submission.body
    )
    attach(message, submission.files, kept)
    happened(mentor_request, Event.SUBMITTED, submission.sender)
    message.email = emails.acknowledge(mentor_request, message, routing.foresee(mentor_request))
    message.save(update_fields=["email"])
    wake(Request)
    return mentor_request


def _searched(before: log.Before | None) -> dict[str, Any]:
    """What was looked for, kept with the request; the log learns only that a request followed."""
    if before is None:
        return {}
    log.led_to_a_request(before)
    return {
        "searched": before.words,
        "answers_offered": list(before.offered)[:MOST_ANSWERS],
        "answers_opened": list(before.opened)[:MOST_ANSWERS],
    }


@contextmanager
def kept_files() -> Iterator[list[Attachment]]:
    """Collects the files written meanwhile, and takes them away again when the rest fails."""
    kept: list[Attachment] = []
    try:
        yield kept
    except BaseException:
        for attachment in kept:
            attachment.file.storage.delete(attachment.file.name or "")
        raise


def attach(message: Message, files: Sequence[CheckedFile], kept: list[Attachment]) -> None:
    """Store the files with their message, inside kept_files(). Raises files.NotKept.

    Where there is a virus scanner, they are held until it has seen them.
    """
    scan = Scan.WAITING if clamd.is_set_up() else Scan.NONE
    for checked in files:
        attachment = Attachment(
            message=message,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            scan=scan,
        )
        put(attachment, checked.upload)
        if checked.key:  # read from where it was held; an upload closes with its request
            checked.upload.close()
        kept.append(attachment)
        attachment.save()
    if files and scan == Scan.WAITING:
        wake(Attachment)


def sent_just_now(submission: Submission) -> Request | None:
    """The request that these very words made some minutes ago, under another token.

    A browser's Back loads the form anew: the words are still there, the token is not.
    """
    lately = Request.objects.filter(
        sender=submission.sender,
        email=submission.email,
        subject=submission.subject,
        created_at__gt=ago(LATELY),
    ).order_by("-pk")[:A_FEW]
    return next((one for one in lately if _says_the_same(one, submission)), None)


def _is_theirs(earlier: Request, submission: Submission) -> bool:
    return earlier.sender == submission.sender and earlier.email == submission.email


def _says_the_same(earlier: Request, submission: Submission) -> bool:
    first = earlier.messages.first()
    return (
        (earlier.subject, earlier.topic, earlier.path, earlier.project, earlier.part)
        == (
            submission.subject,
            submission.topic,
            submission.path,
            submission.project,
            submission.about.part if submission.about else None,
        )
        and first is not None
        and says_the_same(first, submission.body, submission.files)
    )


def says_the_same(earlier: Message, body: str, files: Sequence[CheckedFile]) -> bool:
    """Whether a form that came again holds nothing that `earlier` does not."""
    kept = sorted(earlier.attachments.values_list("name", "size"))
    return earlier.body == body and kept == sorted((file.name, file.size) for file in files)
