from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User | AnonymousUser) -> "SavedViewQuerySet":
        """One's own, and those shared with the managers of one's paths."""
        of = access.of(user)
        if not of.works_the_desk or not isinstance(user, User):
            return self.none()
        shared = Q(path__in=of.managed)
        if of.is_superuser:
            shared |= Q(owner=user)
        return self.filter(shared | Q(owner=user, path=None))


class SavedView(models.Model):
    """A view of the queue under a name: what it is narrowed to, not what it finds.

    It finds what its reader may see, whoever saved it. `filters` are values that the queue's
    form took, by their names there.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("saved by"))
    path = models.ForeignKey(
        Path,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("shared with the managers of"),
    )
    name = models.CharField(_("name"), max_length=60)
    filters = models.JSONField(_("filters"), default=dict)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name
