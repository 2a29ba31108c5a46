"""What contact holds about a person: their requests as they see them, with the files."""

from collections.abc import Iterable

from django.db.models.fields.files import FieldFile

from mentorhub.people import personal
from mentorhub.people.models import User
from mentorhub.people.personal import Rows, values

from .models import Attachment, Message, Request

OF_A_REQUEST = ["reference", "subject", "status", "path", "project", "topic", "name", "email"]


def requests(person: User) -> Rows:
    """Their own, with the public messages; notes among staff are not theirs."""
    own = Request.objects.filter(sender=person).select_related("path", "project", "topic")
    for one in own.order_by("pk").iterator(chunk_size=500):
        messages = one.messages.public().select_related("author").prefetch_related("attachments")
        yield values(one, *OF_A_REQUEST, "searched", "created_at", "solved_at") | {
            "messages": [
                {
                    "at": message.created_at,
                    "by": "you" if message.author_id in {person.pk, None} else str(message.author),
                    "text": message.body,
                    "files": [
                        _place(one, file)
                        for file in message.attachments.all()
                        if file.is_downloadable
                    ],
                }
                for message in messages
            ]
        }


def files(person: User) -> Iterable[tuple[str, FieldFile]]:
    """The files of these messages that the person may download: none that is held or quarantined."""
    theirs = Message.objects.public().filter(request__sender=person)
    found = Attachment.objects.downloadable().filter(message__in=theirs)
    for one in found.select_related("message__request").iterator(chunk_size=500):
        yield _place(one.message.request, one), one.file


def register() -> None:
    """Called once all apps are loaded."""
    personal.register(personal.Holding("requests", requests, files))


def _place(mentor_request: Request, file: Attachment) -> str:
    """Where a file lies in the ZIP: two of one name stay apart."""
    return f"files/{mentor_request.reference}/{file.pk.hex[:8]}-{file.name.replace('/', '_')}"
