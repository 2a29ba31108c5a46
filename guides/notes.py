"""Notes between mentors and assessors: each act is one transaction, with the emails it causes."""

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from mentorhub.people.models import User

from . import emails, readers
from .models import EmailChoice, Guide, Note, Part


def write(
    part: Part,
    author: User,
    text: str,
    token: uuid.UUID,
    *,
    thread: Note | None = None,
    named: Sequence[User] = (),
) -> Note:
    """Keep a note, or an answer to `thread`, and tell whom it concerns. Sent twice it is one.

    An answer opens a resolved thread again.
    """
    try:
        with transaction.atomic():
            return _store(part, author, text, token, thread, named)
    except IntegrityError:
        earlier = Note.objects.filter(form_token=token).first()
        if earlier is None:
            raise
        says = (earlier.author_id, earlier.part_id, earlier.thread_id, earlier.text)
        if says == (author.pk, part.pk, thread.pk if thread else None, text):
            return earlier
        # Other words, or a token from elsewhere: a note of its own.
        return write(part, author, text, uuid.uuid4(), thread=thread, named=named)


def _store(
    part: Part,
    author: User,
    text: str,
    token: uuid.UUID,
    thread: Note | None,
    named: Sequence[User],
) -> Note:
    guide = part.guide
    note = Note.objects.create(
        part=part,
        thread=thread,
        author=author,
        text=text,
        version_id=guide.current_id or 0,
        form_token=token,
    )
    if named:
        note.mentioned.set(named)
    if thread:
        Note.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
    emails.tell_of_note(note, _whom_to_tell(note, guide, named))
    return note


def _whom_to_tell(note: Note, guide: Guide, named: Sequence[User]) -> dict[User, str]:
    """Each with the reason; of those who may read the guide today, and never the author."""
    wanted = dict.fromkeys(readers.editors_of(guide).values_list("pk", flat=True), emails.EDITS)
    if note.thread_id:
        thread = Note.objects.filter(Q(pk=note.thread_id) | Q(thread=note.thread_id))
        authors = thread.exclude(author=None).order_by().values_list("author", flat=True)
        wanted |= dict.fromkeys(authors.distinct(), emails.TAKES_PART)
    wanted |= dict.fromkeys([person.pk for person in named], emails.NAMED)
    wanted.pop(note.author_id or 0, None)
    silent = EmailChoice.objects.filter(of_notes=False).values("reader")
    people = readers.of_guide(guide).filter(pk__in=wanted.keys()).exclude(pk__in=silent)
    return {person: wanted[person.pk] for person in people.order_by("pk")}


@transaction.atomic
def report(thread: Note, reader: User, words: str) -> bool:
    """Say to the editor what should change. Once a thread: False when somebody did before."""
    fresh = Note.objects.filter(pk=thread.pk, reported_at=None)
    if not fresh.update(reported_at=Now(), reported_by=reader, report=words):
        return False
    Note.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
    thread.report = words
    editors = readers.editors_of(thread.part.guide).exclude(pk=reader.pk)
    emails.tell_of_report(thread, reader, list(editors))
    return True


def resolve(thread: Note, person: User) -> None:
    """Nothing more to say about it; it is folded away."""
    still_open = Note.objects.open_threads().filter(pk=thread.pk)
    still_open.update(resolved_at=Now(), resolved_by=person)


def reopen(thread: Note) -> None:
    """It was not settled after all."""
    Note.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)


def rule(note: Note, person: User) -> None:
    """From now on this is how the criterion is meant."""
    plain = Note.objects.filter(pk=note.pk, ruled_at=None, deleted_at=None)
    plain.update(ruled_at=Now(), ruled_by=person)


def end_ruling(note: Note) -> None:
    """It is a note as any other."""
    Note.objects.filter(pk=note.pk).update(ruled_at=None, ruled_by=None)


@transaction.atomic
def delete(note: Note) -> None:
    """Take back one's words. The answers to them stay; a thread without any is done with."""
    fields = {"text": "", "deleted_at": Now(), "ruled_at": None, "ruled_by": None}
    if not note.thread_id and not note.answers.exists():
        fields |= {"resolved_at": Now(), "resolved_by": note.author}
    Note.objects.filter(pk=note.pk).update(**fields)
    note.mentioned.clear()
