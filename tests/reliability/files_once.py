"""What the task that has files scanned promises when it is delivered twice."""

import tempfile
from functools import partial
from pathlib import Path

from django.test import override_settings

from contact import tasks
from contact.models import Attachment, TimelineEvent
from contact.models.attachment import Scan
from contact.states import Event
from mentorhub.mail.models import OutgoingEmail
from tests.factories import contact
from tests.rig.mail_sink import MailSink
from tests.rig.virus_scanner import EICAR, VirusScanner

from .at_once import at_once
from .conftest import School


def files_are_scanned_once(school: School, _sink: MailSink) -> None:
    """One verdict, one line on the timeline, one email."""
    Attachment.objects.all().delete()
    OutgoingEmail.objects.filter(kind="contact/quarantined").delete()
    with (
        tempfile.TemporaryDirectory() as folder,
        VirusScanner(Path(folder)) as scanner,
        override_settings(CLAMAV_SOCKET=scanner.path),
    ):
        files = [contact.file("plan.txt", EICAR)]
        made = contact.submitted(school.mentor, school.path, school.topic, files=files)
        attachment = Attachment.objects.get()
        assert at_once([partial(tasks.scan_files, [attachment.pk])] * 2) == [None, None]
    attachment.refresh_from_db()
    assert attachment.scan == Scan.QUARANTINED
    assert TimelineEvent.objects.filter(request=made, event=Event.QUARANTINED).count() == 1
    assert OutgoingEmail.objects.filter(kind="contact/quarantined").count() == 1
