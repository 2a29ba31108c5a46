"""Files wait for the virus scanner, where there is one: held until it has seen them.

The form never waits for it. A file that it bites stays in quarantine, where staff see what was found
and have it looked at again, or discard it.
"""

import logging
import uuid

from django.db import transaction

from mentorhub.content import clamd
from mentorhub.people import audit
from mentorhub.people.models import User
from mentorhub.relay.due import wake

from . import emails
from .models import Attachment, Request
from .models.attachment import Scan
from .models.timeline import happened
from .states import Event

logger = logging.getLogger(__name__)


def scan(attachment_id: uuid.UUID) -> None:
    """Have a file that waits looked at, and act on what is found.

    While the scanner is away it goes on waiting, and the relay asks again. Asked twice at once, the
    first answer counts. Without a scanner set up any more the file is as all were before.
    """
    attachment = Attachment.objects.waiting().filter(pk=attachment_id).first()
    if attachment is None:
        return
    if not clamd.is_set_up():
        Attachment.objects.waiting().filter(pk=attachment_id).update(scan=Scan.NONE)
        return
    try:
        with attachment.file.open("rb") as file:
            finding = clamd.scan(file)
    except (clamd.Away, OSError) as why:
        logger.warning("A file waits for the virus scanner: %s", why)
        return
    _conclude(attachment, finding)


@transaction.atomic
def _conclude(attachment: Attachment, finding: str) -> None:
    mentor_request = _locked(attachment)
    waiting = Attachment.objects.waiting().filter(pk=attachment.pk)
    verdict = Scan.QUARANTINED if finding else Scan.CLEAN
    if waiting.update(scan=verdict, finding=finding[:200]) and finding:
        happened(
            mentor_request, Event.QUARANTINED, None, file=attachment.name, finding=finding[:200]
        )
        emails.tell_of_quarantine(attachment)


@transaction.atomic
def scan_again(attachment_id: uuid.UUID, by: User) -> bool:
    """Have a quarantined file looked at once more; whether it was in quarantine."""
    return _leaves_quarantine(attachment_id, by, Scan.WAITING, Event.RESCANNED)


@transaction.atomic
def discard(attachment_id: uuid.UUID, by: User) -> bool:
    """Delete a quarantined file's content for good; whether it was in quarantine."""
    return _leaves_quarantine(attachment_id, by, Scan.DISCARDED, Event.DISCARDED)


def _leaves_quarantine(attachment_id: uuid.UUID, by: User, to: Scan, event: Event) -> bool:
    attachment = Attachment.objects.get(pk=attachment_id)
    mentor_request = _locked(attachment)
    quarantined = Attachment.objects.filter(pk=attachment_id, scan=Scan.QUARANTINED)
    if not quarantined.update(scan=to, woken_at=None):
        return False
    happened(mentor_request, event, by, file=attachment.name, finding=attachment.finding)
    act = audit.Act.FILE_RESCANNED if to == Scan.WAITING else audit.Act.FILE_DISCARDED
    audit.note(act, by, f"{mentor_request.reference}, {attachment}", finding=attachment.finding)
    if to == Scan.WAITING:
        wake(Attachment)
    else:
        storage, name = attachment.file.storage, attachment.file.name or ""
        transaction.on_commit(lambda: storage.delete(name))
    return True


def _locked(attachment: Attachment) -> Request:
    return Request.objects.select_for_update().get(messages=attachment.message_id)
