import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .user import User


class AccountMergeQuerySet(models.QuerySet["AccountMerge"]):
    def waiting(self) -> "AccountMergeQuerySet":
        """Those under way."""
        return self.filter(state=AccountMerge.State.MOVING)

    def about(self, *people: User) -> "AccountMergeQuerySet":
        """Those that one of these accounts has a part in."""
        return self.filter(Q(kept__in=people) | Q(gone__in=people))

    def stuck(self, age: datetime.timedelta) -> "AccountMergeQuerySet":
        """Under way without a step for longer than `age`, or given up."""
        late = Q(state=AccountMerge.State.MOVING, changed_at__lt=ago(age))
        return self.filter(late | Q(state=AccountMerge.State.REFUSED))

    def visible_to(self, user: User | AnonymousUser) -> "AccountMergeQuerySet":
        """Administrators alone. Asked of the user: access.py stands above these models."""
        return self if user.is_active and user.is_superuser else self.none()


class AccountMerge(WakeableModel):
    """Two accounts of one person on their way to become one; what is moved is moved step by step."""

    class State(models.TextChoices):
        MOVING = "moving", _("under way")
        DONE = "done", _("done")
        REFUSED = "refused", _("could not be finished")

    kept = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name=_("account that stays")
    )
    gone = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name=_("account that goes")
    )
    address = models.EmailField(_("address of the account that goes"), max_length=254)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.MOVING)
    total = models.PositiveIntegerField(_("rows to move"), default=0)
    moved = models.PositiveIntegerField(_("rows moved"), default=0)
    said = models.CharField(_("why not"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked for"), db_default=Now())
    changed_at = models.DateTimeField(_("last step"), db_default=Now())

    objects = AccountMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(state="moving"), name="an_account_goes_once"
            )
        ]
        verbose_name = _("merge of two accounts")
        verbose_name_plural = _("merges of accounts")

    def __str__(self) -> str:
        return f"{self.address} → {self.kept}"

    @property
    def desk_url(self) -> str:
        """The page that says how far it is."""
        return reverse("admin:people_user_merge", args=[self.kept_id])
