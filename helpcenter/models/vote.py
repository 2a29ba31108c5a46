from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .article import Article


class Vote(models.Model):
    """Whether an article helped one reader, and why. It does not say who that was."""

    class Reason(models.TextChoices):
        OTHER_QUESTION = "question", _("It does not answer my question")
        UNCLEAR = "unclear", _("It is hard to understand")
        WRONG = "wrong", _("It is wrong or out of date")
        MISSING = "missing", _("Something is missing")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="votes", verbose_name=_("article")
    )
    reader = models.CharField(max_length=64, editable=False)
    helpful = models.BooleanField(_("helpful"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    searched = models.CharField(
        _("searched for before"), max_length=200, blank=True, editable=False
    )
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["article", "reader"], name="one_vote_of_a_reader")
        ]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")

    def __str__(self) -> str:
        return str(_("helpful") if self.helpful else _("not helpful"))
