from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .request import Request


class Follower(models.Model):
    """Somebody at the desk who hears of a request beside its assignee, while they may see it."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="followers")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("who"))
    added_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "user"], name="follows_a_request_once")
        ]
        verbose_name = _("follower")
        verbose_name_plural = _("followers")

    def __str__(self) -> str:
        return f"{self.user}, {self.request.reference}"
