import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhub.people import days


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date | None = None) -> "AbsenceQuerySet":
        """Absences that include `day`, today by default."""
        day = day or days.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which a manager takes no requests, and who covers for them."""

    user = models.ForeignKey(
        "people.User", models.CASCADE, related_name="absences", verbose_name=_("who is away")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    cover = models.ForeignKey(
        "people.User",
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("covered by"),
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(cover=None) | ~Q(cover=F("user")),
                name="absence_covered_by_another",
                violation_error_message=_("A person cannot cover for themselves."),
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="absence_user_end")]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_on} – {self.ends_on}"
