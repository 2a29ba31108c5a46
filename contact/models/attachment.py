import datetime
import uuid
from pathlib import PurePath

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .message import Message
from .request import Request


def random_name(_attachment: "Attachment", _filename: str) -> str:
    """Where the file lies: nothing of what the sender called it, and nothing to guess."""
    return str(PurePath("contact", f"{timezone.now():%Y/%m}", uuid.uuid4().hex))


class Scan(models.TextChoices):
    """What the virus scanner has to do with a file."""

    NONE = "none", _("not checked")  # there was no scanner when it came
    WAITING = "waiting", _("being checked")
    CLEAN = "clean", _("nothing found")
    QUARANTINED = "quarantined", _("quarantined")
    DISCARDED = "discarded", _("discarded")


DOWNLOADABLE = [Scan.NONE, Scan.CLEAN]


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> "AttachmentQuerySet":
        """Those of the requests that this person sees at the desk."""
        return self.filter(message__request__in=Request.objects.visible_to(user))

    def downloadable(self) -> "AttachmentQuerySet":
        """Neither held nor quarantined."""
        return self.filter(scan__in=DOWNLOADABLE)

    def waiting(self) -> "AttachmentQuerySet":
        """Held until the scanner has seen them."""
        return self.filter(scan=Scan.WAITING)

    def stuck(self, age: datetime.timedelta) -> "AttachmentQuerySet":
        """Held for longer than `age`."""
        return self.waiting().filter(created_at__lt=ago(age)).select_related("message__request")


class Attachment(WakeableModel):
    """A file that came with a message. No URL leads to it but the view that asks for permission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("sent"), db_default=Now())
    scan = models.CharField(_("virus scan"), max_length=16, choices=Scan, default=Scan.NONE)
    finding = models.CharField(_("what was found"), max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "name"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(scan=Scan.WAITING), name="attachment_being_scanned"
            )
        ]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    @property
    def is_downloadable(self) -> bool:
        return self.scan in DOWNLOADABLE

    @property
    def desk_url(self) -> str:
        """The screen of its request."""
        return self.message.request.desk_url
