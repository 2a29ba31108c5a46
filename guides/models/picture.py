import uuid
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhub.people import access
from mentorhub.people.models import User

from .guide import Guide


def random_name(_picture: Any, _filename: str) -> str:
    """Where the file lies: nothing of what it was called, and nothing to guess."""
    return str(PurePath("guides", f"{timezone.now():%Y/%m}", uuid.uuid4().hex))


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> "PictureQuerySet":
        """Those that a version of a guide shows which this person reads; all of them for editors."""
        if access.of(user).edits:
            return self
        showing = Picture.shown_in.through._default_manager.filter(picture=OuterRef("pk"))
        return self.filter(Exists(showing.filter(guide__in=Guide.objects.visible_to(user))))


class Picture(models.Model):
    """A picture in guides. Whoever reads a version that shows it sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), upload_to=random_name)
    ending = models.CharField(max_length=8)
    content_type = models.CharField(_("type"), max_length=100)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    uploaded_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField(_("made"), db_default=Now())
    # Set by publishing.publish(), and kept: older versions are read as well.
    shown_in = models.ManyToManyField(Guide, related_name="+")

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.size_name

    def get_absolute_url(self) -> str:
        return reverse("guides:picture", args=[self.pk, self.size_name])

    @property
    def size_name(self) -> str:
        """The last part of its address. It says the size, so that a text knows it without a query."""
        return f"{self.width}x{self.height}.{self.ending}"
