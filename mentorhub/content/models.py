"""What every channel's texts share: their history; files between two sendings of a form."""

import datetime
import pathlib
import uuid
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User


class Revision(models.Model):
    """A text as it was saved once: who, when, why. Never changed afterwards."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    why = models.CharField(_("why"), max_length=200, blank=True)
    data = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="one_revision_of_a_number"
            )
        ]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.number}, {self.at:%Y-%m-%d %H:%M}"


class RevisedModel(models.Model):
    """Something whose every saved state is kept, by revisions.keep().

    `version` is the number of its last revision; an editor's form carries the one that was on
    the screen.
    """

    revised_fields: ClassVar[Any] = ()

    version = models.PositiveIntegerField(default=0, editable=False)
    revisions = GenericRelation(Revision)  # they go when it goes

    class Meta:
        abstract = True

    def snapshot(self) -> dict[str, Any]:
        """The revised fields as JSON can hold them; many-to-many ones as sorted ids."""
        return {name: self._as_data(name) for name in self.revised_fields}

    def _as_data(self, name: str) -> Any:
        field = self._meta.get_field(name)
        if field.many_to_many:
            return sorted(getattr(self, name).values_list("pk", flat=True))
        value = field.value_from_object(self)  # type: ignore[union-attr]  # a field of its own
        if isinstance(value, datetime.datetime):  # in one zone, so that equal moments are equal
            return value.astimezone(datetime.UTC).isoformat()
        return value


def held_place(_held: "HeldFile", _filename: str) -> str:
    """Nothing of what the sender called it, and nothing to guess."""
    return str(pathlib.PurePath("held", uuid.uuid4().hex))


class HeldFile(models.Model):
    """A good file of a form that could not be taken yet; see held.py. No page shows its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=held_place)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    held_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("held file")
        verbose_name_plural = _("held files")

    def __str__(self) -> str:
        return self.name


def kept_place(row: models.Model, _filename: str) -> str:
    """Where a file of a channel lies: nothing of what it was called, and nothing to guess."""
    month = f"{timezone.now():%Y/%m}"
    return str(pathlib.PurePath(row._meta.app_label, month, uuid.uuid4().hex))


class PictureModel(models.Model):
    """A picture in the texts of a channel, which says who sees it and at which address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), upload_to=kept_place)
    ending = models.CharField(max_length=8)
    content_type = models.CharField(_("type"), max_length=100)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    uploaded_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        abstract = True
        ordering = ["-created_at"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.size_name

    @property
    def size_name(self) -> str:
        """The last part of its address. It says the size, so that a text knows it without a query."""
        return f"{self.width}x{self.height}.{self.ending}"
