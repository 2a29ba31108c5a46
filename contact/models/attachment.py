import uuid
from pathlib import PurePath

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .message import Message


def random_name(_attachment: "Attachment", _filename: str) -> str:
    """Where the file lies: nothing of what the sender called it, and nothing to guess."""
    return str(PurePath("contact", f"{timezone.now():%Y/%m}", uuid.uuid4().hex))


class Attachment(models.Model):
    """A file that came with a message. No URL leads to it but the view that asks for permission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("sent"), db_default=Now())

    class Meta:
        ordering = ["created_at", "name"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
