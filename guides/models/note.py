from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .guide import Guide, Part, Version


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User | AnonymousUser) -> "NoteQuerySet":
        """Those of the guides that this person reads."""
        return self.filter(part__guide__in=Guide.objects.visible_to(user).order_by().values("pk"))

    def open_threads(self) -> "NoteQuerySet":
        """The first notes of what nobody has resolved."""
        return self.filter(thread=None, resolved_at=None)


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
    deleted_at = models.DateTimeField(
        _("deleted by its author"), null=True, help_text=_("Then it has no text any more.")
    )
    ruled_at = models.DateTimeField(_("ruling since"), null=True)
    ruled_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("made a ruling by")
    )
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

    objects = NoteQuerySet.as_manager()

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
            ),
            models.Index(fields=["author", "at"], name="note_author_lately"),
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("guides:note", args=[self.pk])
