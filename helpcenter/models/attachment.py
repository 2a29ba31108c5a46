import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.content.models import kept_place
from mentorhub.people import access
from mentorhub.people.models import User

from .article import Article


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> "AttachmentQuerySet":
        """Those that an article links to which this reader may open; all of them for editors."""
        if access.of(user).edits:
            return self
        articles = Article.objects.readable_by(user).filter(attachments=OuterRef("pk"))
        return self.filter(Exists(articles.order_by()))


class Attachment(models.Model):
    """A file that articles link to, such as a form to fill in. Whoever may read one may have it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), upload_to=kept_place)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("made"), db_default=Now())

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("helpcenter:attachment", args=[self.pk])
