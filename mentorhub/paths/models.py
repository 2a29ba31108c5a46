"""Training paths and their projects. Everyone points here; it points nowhere."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Path(models.Model):
    """A training path, such as Data Analyst."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), unique=True)
    is_open = models.BooleanField(_("open"), default=True, help_text=_("Offered in the forms."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("path")
        verbose_name_plural = _("paths")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the old address when it changes, for links that people have."""
        before = Path.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        OldSlug.objects.filter(slug=self.slug).delete()
        if before and before != self.slug:
            OldSlug.objects.create(slug=before, path=self)


class OldSlug(models.Model):
    """What a path was called in addresses before."""

    slug = models.SlugField(_("old address"), unique=True)
    path = models.ForeignKey(Path, models.CASCADE, related_name="+", verbose_name=_("path"))

    class Meta:
        verbose_name = _("old address of a path")
        verbose_name_plural = _("old addresses of paths")

    def __str__(self) -> str:
        return self.slug


def slug_now(slug: str) -> str:
    """What the path of that slug, old or not, is called in addresses today."""
    now = OldSlug.objects.filter(slug=slug).values_list("path__slug", flat=True).first()
    return now or slug


class Project(models.Model):
    """One numbered project of a path."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="projects", verbose_name=_("path"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["path", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "number"],
                name="one_project_per_number_of_a_path",
                violation_error_message=_("This path has a project with that number."),
            )
        ]
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
