import datetime
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .request import Request


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    def visible_to(self, user: User | AnonymousUser) -> "BulkActQuerySet":
        """One's own, while one works the desk; administrators see all."""
        of = access.of(user)
        if of.is_superuser:
            return self
        return self.filter(by=user.pk) if of.works_the_desk else self.none()

    def unfinished(self) -> "BulkActQuerySet":
        return self.filter(finished_at=None)

    def stuck(self, age: datetime.timedelta) -> "BulkActQuerySet":
        return self.unfinished().filter(created_at__lt=ago(age))


class BulkAct(WakeableModel):
    """One act on many requests, done row by row; see contact/bulk.py."""

    class Act(models.TextChoices):
        ASSIGN = "assign", _("Assign to…")
        TRANSFER = "transfer", _("Transfer to…")
        TAG = "tag", _("Add tags…")
        UNTAG = "untag", _("Take tags off…")
        PRIORITY = "priority", _("Set the priority…")
        SOLVE = "solve", _("Solve, with or without an answer…")
        CLOSE = "close", _("Close what is solved")

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    act = models.CharField(_("what"), max_length=16, choices=Act)
    data = models.JSONField(default=dict)
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("when"), db_default=Now())
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = BulkActQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at=None), name="bulk_act_unfinished")
        ]
        verbose_name = _("act on many requests")
        verbose_name_plural = _("acts on many requests")

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.by}"

    @property
    def desk_url(self) -> str:
        """Where its result is."""
        return reverse("admin:contact_request_bulk_result", args=[self.pk])


class BulkRow(models.Model):
    """One request of a bulk act, the version that was seen, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("waits")
        DONE = "done", _("done")
        OUT_OF_SIGHT = "out of sight", _("not there, or out of your sight")
        CHANGED = "changed", _("changed since you looked")
        CLOSED = "closed", _("closed")
        NOT_SOLVED = "not solved", _("not solved yet")
        SO_ALREADY = "so already", _("is so already")
        MAY_NOT = "may not", _("this person may not see it")
        TOO_MANY_TAGS = "too many tags", _("would have too many tags")

    bulk = models.ForeignKey(BulkAct, models.CASCADE, related_name="rows")
    request = models.ForeignKey(
        Request, models.CASCADE, related_name="+", verbose_name=_("request")
    )
    seen_version = models.PositiveIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome, default=Outcome.WAITING, blank=True
    )
    before = models.CharField(_("before"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulk", "request"], name="a_request_once_in_a_bulk_act")
        ]
        verbose_name = _("row of an act on many requests")
        verbose_name_plural = _("rows of acts on many requests")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_outcome_display()}"
