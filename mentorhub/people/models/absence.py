import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from mentorhub.people import days


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date | None = None) -> "AbsenceQuerySet":
        """Absences that include `day`, today by default."""
        day = day or days.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def within(self, first: datetime.date, last: datetime.date) -> "AbsenceQuerySet":
        """Absences that share a day with those from `first` to `last`."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def to_come(self) -> "AbsenceQuerySet":
        """Those that are not over, the next one first."""
        return self.filter(ends_on__gte=days.today()).order_by("starts_on", "pk")


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
    note = models.CharField(_("note for colleagues"), max_length=300, blank=True)
    # When the cover was told that it began, and the person what waits to be taken back.
    began_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

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
            # The range of one id stands for equality, which GiST has only by an extension.
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    (
                        Func(
                            "user",
                            "user",
                            Value("[]"),
                            function="INT8RANGE",
                            output_field=BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            Value("[]"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                violation_error_message=_("This person is away on some of these days already."),
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="absence_user_end")]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_on} – {self.ends_on}"

    @property
    def is_on(self) -> bool:
        return self.starts_on <= days.today() <= self.ends_on

    @property
    def is_over(self) -> bool:
        return self.ends_on < days.today()
