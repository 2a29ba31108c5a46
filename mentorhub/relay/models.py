"""The columns that a row needs so that the relay can wake a task for it; signs of life."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class WakeableModel(models.Model):
    """A row that something must happen to; `woken_at` is when the relay last told Celery so."""

    woken_at = models.DateTimeField(_("woken at"), null=True, editable=False)

    class Meta:
        abstract = True


class Pulse(models.Model):
    """When a part of MentorHub that no page waits for last said that it lives."""

    name = models.CharField(_("part"), max_length=32, primary_key=True)
    at = models.DateTimeField(_("last sign of life"), db_default=Now())

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return self.name
