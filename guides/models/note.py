from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .guide import Part, Version


class Note(models.Model):
    """What somebody wrote under a part of a guide; an answer to it names it in `thread`.

    Whoever may read the guide may read and write its notes. A ruling settles how a criterion is
    meant: a manager or editor makes it, and it stays in sight after the thread is resolved.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="notes", verbose_name=_("part"))
    thread = models.ForeignKey(
        "self", models.CASCADE, related_name="answers", null=True, verbose_name=_("thread")
    )
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("author")
    )
    text = models.TextField(_("note"), max_length=4000)
    at = models.DateTimeField(_("when"), db_default=Now())
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        related_name="+",
        verbose_name=_("version"),
        help_text=_("That was published when it was written."),
    )
    mentioned = models.ManyToManyField(
        User, related_name="+", blank=True, verbose_name=_("mentioned")
    )
    is_ruling = models.BooleanField(_("ruling"), default=False)
    # Of the first note of a thread:
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("resolved by")
    )
    reported_at = models.DateTimeField(_("reported to the editor"), null=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("reported by")
    )
    report = models.CharField(_("what should change"), max_length=300, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(thread=None) | Q(resolved_at=None, reported_at=None),
                name="note_is_resolved_as_a_thread",
            )
        ]
        indexes = [
            models.Index(
                fields=["part"],
                condition=Q(thread=None, resolved_at=None),
                name="note_open_threads",
            )
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:80]
