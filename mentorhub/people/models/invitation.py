from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people.lines import validate_line

from .role import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=Now())


class Invitation(models.Model):
    """A place offered to one address by email. The link's token is kept as a hash only."""

    email = models.EmailField(_("email"), max_length=254)
    name = models.CharField(_("name"), max_length=120, validators=[validate_line])
    path = models.ForeignKey(
        Path, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("path")
    )
    kind = models.CharField(_("role"), max_length=16, choices=Role.Kind, blank=True)
    is_editor = models.BooleanField(_("editor"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("invited by"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("ends"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
