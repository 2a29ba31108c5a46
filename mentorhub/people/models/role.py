import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people import days


class RoleQuerySet(models.QuerySet["Role"]):
    def current(self, day: datetime.date | None = None) -> "RoleQuerySet":
        """Roles that hold on `day`, today by default, of people who are active."""
        day = day or days.today()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, user__is_active=True
        )

    def managing(self) -> "RoleQuerySet":
        """Those of mentorship managers."""
        return self.filter(kind=Role.Kind.MANAGER)


class Role(models.Model):
    """What a person is on a path, from a day and perhaps to a day (both included)."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        ASSESSOR = "assessor", _("assessor")
        MANAGER = "manager", _("mentorship manager")

    user = models.ForeignKey(
        "people.User", models.CASCADE, related_name="roles", verbose_name=_("user")
    )
    path = models.ForeignKey(Path, models.PROTECT, related_name="+", verbose_name=_("path"))
    kind = models.CharField(_("role"), max_length=16, choices=Kind)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    takes_requests = models.BooleanField(
        _("takes requests"),
        default=True,
        help_text=_("For managers: new requests may come to them."),
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["path", "kind", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "path", "kind"],
                condition=Q(ends_on=None),
                name="one_open_role_of_a_kind",
                violation_error_message=_("This person has that role on this path already."),
            ),
        ]
        indexes = [models.Index(fields=["path", "kind"], name="role_path_kind")]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}, {self.path}"

    def clean(self) -> None:
        """Refuse a second role of the same kind in the same days."""
        if not (self.user_id and self.path_id and self.starts_on):
            return
        same = Role.objects.filter(user=self.user_id, path=self.path_id, kind=self.kind)
        overlapping = same.exclude(pk=self.pk).filter(
            Q(ends_on=None) | Q(ends_on__gte=self.starts_on)
        )
        if self.ends_on:
            overlapping = overlapping.filter(starts_on__lte=self.ends_on)
        if overlapping.exists():
            raise ValidationError(
                _("This person has that role on this path in those days already.")
            )
