from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from mentorhub.people import access
from mentorhub.people.models import User


def validate_icon(name: str) -> None:
    """Refuse a name that the icon set does not have; a page would fail on it."""
    try:
        lucide(name)
    except IconDoesNotExist:
        raise ValidationError(_("There is no icon of that name at lucide.dev.")) from None


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: User | AnonymousUser) -> "CategoryQuerySet":
        """Those in which this reader finds anything; all of them for editors."""
        from .article import Article  # noqa: PLC0415 (cycle: an article stands in a category)

        if access.of(user).edits:
            return self
        return self.filter(
            Exists(Article.objects.visible_to(user).filter(category=OuterRef("pk")).order_by())
        )


class Category(models.Model):
    """A shelf of the Help Center. Its name in French stands beside: there are few categories."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    description_fr = models.CharField(_("description in French"), max_length=200, blank=True)
    icon = models.CharField(
        _("icon"),
        max_length=40,
        default="book-open",
        validators=[validate_icon],
        help_text=_("A name from lucide.dev, such as calendar-days."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("helpcenter:category", args=[self.slug])

    def title_in(self, language: str) -> str:
        """Its title in a language, in English where there is no other."""
        return (self.title_fr if language == "fr" else "") or self.title

    def description_in(self, language: str) -> str:
        """Its description in a language, in English where there is no other."""
        return (self.description_fr if language == "fr" else "") or self.description
