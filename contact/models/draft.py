import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people.models import User

from .request import Request


class AnswerDraft(models.Model):
    """What one person has typed for a request and not sent yet; see contact/drafts.py."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer")
        NOTE = "note", _("internal note")

    request = models.ForeignKey(Request, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("author"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    body = models.TextField(_("text"), blank=True)
    aside = models.TextField(
        _("typed in another tab"),
        blank=True,
        help_text=_("By a tab that did not know the text: kept beside it."),
    )
    held = ArrayField(models.TextField(), default=list, editable=False)  # keys of content.held
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)  # new at every saving
    form_token = models.UUIDField(null=True, editable=False)  # of the form that saved it last
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    class Meta:
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "author", "kind"], name="one_draft_a_person_and_box"
            )
        ]
        verbose_name = _("draft of an answer")
        verbose_name_plural = _("drafts of answers")

    def __str__(self) -> str:
        return f"{self.request.reference}, {self.author}"
