"""Training paths and their projects. Everyone points here; it points nowhere."""

from django.db import models
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
