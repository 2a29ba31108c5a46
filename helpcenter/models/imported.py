from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article
from .attachment import Attachment
from .category import Category
from .picture import Picture


class Imported(models.Model):
    """What became of a thing of another system, so that a second import finds it again.

    `given` and `version` say what the import made of it last; what differs from them was changed
    here since. The thing is gone when all relations are empty.
    """

    key = models.CharField(
        max_length=120, unique=True, help_text=_("Such as zendesk:article:123:en.")
    )
    article = models.ForeignKey(Article, models.SET_NULL, related_name="+", null=True)
    category = models.ForeignKey(Category, models.SET_NULL, related_name="+", null=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, related_name="+", null=True)
    attachment = models.ForeignKey(Attachment, models.SET_NULL, related_name="+", null=True)
    version = models.PositiveIntegerField(default=0)
    given: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported thing")
        verbose_name_plural = _("imported things")

    def __str__(self) -> str:
        return self.key
