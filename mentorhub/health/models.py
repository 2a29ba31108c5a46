"""What was not well, from when to when."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def going_on(self) -> "AlarmQuerySet":
        return self.filter(ended_at=None)


class Alarm(models.Model):
    """One thing that was not well. Administrators hear when it begins and when it is over.

    It is over when it was well for a while: what comes and goes each minute is one alarm.
    """

    name = models.CharField(_("what"), max_length=64)
    title = models.CharField(_("title"), max_length=120)
    said = models.CharField(_("how it was"), max_length=300)
    began_at = models.DateTimeField(_("since"), db_default=Now())
    well_since = models.DateTimeField(_("well since"), null=True)
    ended_at = models.DateTimeField(_("over"), null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at=None), name="one_alarm_for_one_thing"
            )
        ]
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")

    def __str__(self) -> str:
        return f"{self.title}: {self.said}"
