from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .article import Article
from .category import Category


class Follow(models.Model):
    """Somebody wants to hear of an article, or of all articles of a category, when they change."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="followers", null=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="followers", null=True)
    told_at = models.DateTimeField(
        db_default=Now(), help_text=_("What changed until then was told, or is not news.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) ^ Q(category__isnull=True),
                name="follow_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "article"], name="one_follow_of_an_article"),
            models.UniqueConstraint(fields=["user", "category"], name="one_follow_of_a_category"),
        ]
        verbose_name = _("follow")
        verbose_name_plural = _("follows")

    def __str__(self) -> str:
        return str(self.article or self.category)
