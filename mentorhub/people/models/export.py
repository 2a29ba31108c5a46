import datetime
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .user import User

KEPT = datetime.timedelta(days=7)


class PersonalExportQuerySet(models.QuerySet["PersonalExport"]):
    def waiting(self) -> "PersonalExportQuerySet":
        """Those that are not packed yet."""
        return self.filter(ready_at=None)

    def stuck(self, age: datetime.timedelta) -> "PersonalExportQuerySet":
        return self.waiting().filter(asked_at__lt=ago(age))

    def old(self) -> "PersonalExportQuerySet":
        """Those that are kept no longer."""
        return self.filter(asked_at__lt=ago(KEPT))

    def visible_to(self, user: User | AnonymousUser) -> "PersonalExportQuerySet":
        """One's own alone: nobody else has a reason to open it."""
        return self.filter(person=user) if isinstance(user, User) else self.none()


def random_name(_export: "PersonalExport", _filename: str) -> str:
    """Where the file lies: nothing to guess, and nothing that says whose it is."""
    return f"exports/{uuid.uuid4().hex}"


class PersonalExport(WakeableModel):
    """All that we hold about one person, packed for them; kept for a week."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    asked_at = models.DateTimeField(_("asked for"), db_default=Now())
    ready_at = models.DateTimeField(_("ready"), null=True)
    file = models.FileField(_("file"), upload_to=random_name, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)

    objects = PersonalExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ready_at=None), name="one_export_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(ready_at=None), name="export_waiting")
        ]
        verbose_name = _("export of one's own data")
        verbose_name_plural = _("exports of one's own data")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime.datetime:
        return self.asked_at + KEPT
