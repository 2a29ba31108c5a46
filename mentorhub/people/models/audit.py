from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .user import User


class AuditEntry(models.Model):
    """Who did or looked at what, when. PostgreSQL refuses to change or delete a row.

    Written by audit.note(). No texts, codes or passwords: what was read or said stays where it is.
    """

    class Act(models.TextChoices):
        SIGNED_IN = "signed in", _("signed in")
        REFUSED = "refused", _("sign-in refused")
        FACTOR_ADDED = "factor added", _("second factor added")
        FACTOR_REMOVED = "factor removed", _("second factor removed")
        PASSWORD_CHANGED = "password changed", _("password changed")
        EMAIL_CHANGED = "email changed", _("address changed")
        INVITED = "invited", _("invited somebody")
        PERSON_CHANGED = "person changed", _("changed somebody's account")
        ROLE_CHANGED = "role changed", _("changed somebody's role")
        READ = "read", _("read")
        DOWNLOADED = "downloaded", _("downloaded")
        MERGED = "merged", _("merged two accounts")
        IMPORTED = "imported", _("imported")
        EXPORTED = "exported", _("exported")
        RETRIED = "retried", _("had an email sent again")
        DISCARDED = "discarded", _("gave up an email")
        FILE_RESCANNED = "file rescanned", _("had a file checked again")
        FILE_DISCARDED = "file discarded", _("discarded a file")

    at = models.DateTimeField(_("when"), db_default=Now())
    actor = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("who")
    )
    act = models.CharField(_("did"), max_length=20, choices=Act)
    about = models.CharField(_("what"), max_length=200)
    detail = models.JSONField(_("how"), default=dict)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["act", "-id"], name="audit_act"),
        ]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.about}"
