import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User

from .request import Request


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> "MessageQuerySet":
        """What the mentor may read: not what may still be taken back."""
        return self.filter(is_internal=False, final_at__lte=Now())

    def to_be_undone_by(self, user: User) -> "MessageQuerySet":
        """Their answers that may still be taken back."""
        return self.filter(
            author=user, from_staff=True, is_internal=False, final_at__gt=Now()
        ).select_related("email")


class Message(models.Model):
    """One entry of the conversation: from the mentor, from us, or an internal note."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("author")
    )
    from_staff = models.BooleanField(_("from us"), default=False)
    is_internal = models.BooleanField(_("internal note"), default=False)
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("sent"), db_default=Now())
    final_at = models.DateTimeField(
        db_default=Now(), editable=False
    )  # seen by the mentor from then
    form_token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.ForeignKey(
        OutgoingEmail, models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(from_staff=True, email=None),
                name="internal_note_is_never_mailed",
            )
        ]
        indexes = [GinIndex(OpClass(Upper("body"), "gin_trgm_ops"), name="message_body_parts")]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.request.reference}, {self.created_at:%Y-%m-%d %H:%M}"
