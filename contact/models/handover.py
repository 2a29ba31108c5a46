import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .request import Request


class HandoverQuerySet(models.QuerySet["Handover"]):
    def waiting(self) -> "HandoverQuerySet":
        """Those whose requests still wait for somebody else."""
        return self.filter(done_at=None)

    def stuck(self, age: datetime.timedelta) -> "HandoverQuerySet":
        """Waiting for longer than `age`."""
        return self.waiting().filter(created_at__lt=ago(age))

    def visible_to(self, user: User | AnonymousUser) -> "HandoverQuerySet":
        """Administrators alone: what waits may be of any path."""
        return self if access.of(user).is_superuser else self.none()


class Handover(WakeableModel):
    """Requests of one person that went to others together: by hand for an absence, in the
    background when the person has left."""

    class Why(models.TextChoices):
        ABSENCE = "absence", _("absence")
        DEPARTURE = "departure", _("departure")
        RETURN = "return", _("return")

    person = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("whose requests")
    )
    why = models.CharField(_("why"), max_length=16, choices=Why)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("handed over by")
    )
    since = models.DateField(_("away from"), null=True)
    until = models.DateField(_("away until"), null=True)
    created_at = models.DateTimeField(_("when"), db_default=Now())
    done_at = models.DateTimeField(null=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="handover_waiting")
        ]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return f"{self.person}, {self.get_why_display()}"

    @property
    def desk_url(self) -> str:
        """Where it can be done by hand."""
        return reverse("admin:contact_handover", args=[self.person_id])


class HandedOver(models.Model):
    """One request of a handover, and who got it: nobody while that is being chosen, or a team."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    request = models.ForeignKey(Request, models.CASCADE, related_name="+")
    to = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "request"], name="handed_over_once")
        ]
        verbose_name = _("request handed over")
        verbose_name_plural = _("requests handed over")

    def __str__(self) -> str:
        return f"{self.request.reference}: {self.to or '-'}"
