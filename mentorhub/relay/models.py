"""The columns that a row needs so that the relay can wake a task for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WakeableModel(models.Model):
    """A row that something must happen to; `woken_at` is when the relay last told Celery so."""

    woken_at = models.DateTimeField(_("woken at"), null=True, editable=False)

    class Meta:
        abstract = True
