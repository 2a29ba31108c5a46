from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from mentorhub.content.models import PictureModel
from mentorhub.people import access
from mentorhub.people.models import User

from .guide import Guide


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> "PictureQuerySet":
        """Those that a version of a guide shows which this person reads; all of them for editors."""
        if access.of(user).edits:
            return self
        showing = Picture.shown_in.through._default_manager.filter(picture=OuterRef("pk"))
        return self.filter(Exists(showing.filter(guide__in=Guide.objects.visible_to(user))))


class Picture(PictureModel):
    """A picture in guides. Whoever reads a version that shows it sees it."""

    # Set by publishing.publish(), and kept: older versions are read as well.
    shown_in = models.ManyToManyField(Guide, related_name="+")

    objects = PictureQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("guides:picture", args=[self.pk, self.size_name])
