from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .category import Category


class OldAddress(models.Model):
    """Where an article or a category stood before; it leads to where it stands now."""

    slug = models.SlugField(_("address"), max_length=120)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="old_addresses", null=True, blank=True
    )
    category = models.ForeignKey(
        Category, models.CASCADE, related_name="old_addresses", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) ^ Q(category__isnull=True),
                name="old_address_leads_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(category=None), name="one_old_address_of_articles"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(article=None), name="one_old_address_of_categories"
            ),
        ]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug
