from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .guide import Guide, Version


class Reading(models.Model):
    """Where one reader is with one guide: the versions they were first and last shown, and read.

    `confirmed` is what they said to have read.
    """

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("reader"))
    first_seen = models.ForeignKey(
        Version, models.CASCADE, related_name="+", verbose_name=_("version first shown")
    )
    seen = models.ForeignKey(
        Version, models.CASCADE, related_name="+", verbose_name=_("version last shown")
    )
    seen_at = models.DateTimeField(_("last visit"), db_default=Now())
    confirmed = models.ForeignKey(
        Version, models.CASCADE, related_name="+", null=True, verbose_name=_("version read")
    )
    confirmed_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "reader"], name="one_reading_a_reader")
        ]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.reader}, {self.guide}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is first noted with a version was first shown that one."""
        self.first_seen_id = self.first_seen_id or self.seen_id
        super().save(*args, **kwargs)

    @property
    def base(self) -> Version:
        """What changed is told from here: the version they confirmed, else the first they saw."""
        return self.confirmed or self.first_seen


class EmailChoice(models.Model):
    """What somebody is written to about guides. No row: weekly, and of notes that concern them."""

    class Often(models.TextChoices):
        EACH = "each", _("an email for each change")
        WEEKLY = "weekly", _("one email a week, if something changed")
        NEVER = "never", _("no email")

    reader = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    often = models.CharField(
        _("emails about changed guides"), max_length=16, choices=Often, default=Often.WEEKLY
    )
    of_notes = models.BooleanField(
        _("an email when a note names me, or answers where I wrote"), default=True
    )
    # What was published until then was in a weekly email, or was none of their concern.
    digest_at = models.DateTimeField(_("weekly email up to"), null=True, editable=False)

    class Meta:
        verbose_name = _("choice of emails")
        verbose_name_plural = _("choices of emails")

    def __str__(self) -> str:
        return str(self.Often(self.often).label)
