import datetime
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .user import User


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def waiting(self) -> "PeopleImportQuerySet":
        """Those with lines to look at, or to apply."""
        return self.filter(state__in=[PeopleImport.State.CHECKING, PeopleImport.State.APPLYING])

    def stuck(self, age: datetime.timedelta) -> "PeopleImportQuerySet":
        return self.waiting().filter(changed_at__lt=ago(age))

    def visible_to(self, user: User | AnonymousUser) -> "PeopleImportQuerySet":
        """Administrators alone. Asked of the user: access.py stands above these models."""
        return self if user.is_active and user.is_superuser else self.none()


class PeopleImport(WakeableModel):
    """A list of people that somebody uploaded: first looked through, then, if they want, applied."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being looked through")
        CHECKED = "checked", _("looked through: nothing is changed yet")
        APPLYING = "applying", _("being applied")
        DONE = "done", _("applied")

    name = models.CharField(_("file"), max_length=120)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.CHECKING)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded"), db_default=Now())
    changed_at = models.DateTimeField(_("last step"), db_default=Now())

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:people_peopleimport_change", args=[self.pk])


class ImportLine(models.Model):
    """One line of such a list, and what it does or did."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("not looked at yet")
        PERSON = "person", _("a new person")
        ROLE = "role", _("a new role")
        CHANGE = "change", _("a change")
        NOTHING = "nothing", _("nothing to do")
        WRONG = "wrong", _("cannot be used")

    # Which badge each is shown with.
    TONES: ClassVar = {"person": "ok", "role": "ok", "change": "brand", "wrong": "bad"}

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    data = models.JSONField(_("columns"))
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome, default=Outcome.WAITING
    )
    said = models.CharField(_("in words"), max_length=300, blank=True)
    is_done = models.BooleanField(_("applied"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["people_import", "number"], name="one_line_a_number")
        ]
        indexes = [
            models.Index(
                fields=["people_import", "number"],
                condition=Q(outcome="waiting") | Q(is_done=False),
                name="import_line_waiting",
            )
        ]
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def tone(self) -> str:
        return self.TONES.get(self.outcome, "")
