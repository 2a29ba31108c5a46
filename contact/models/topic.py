from django.db import models
from django.utils.translation import gettext_lazy as _

from contact.priorities import Priority
from helpcenter.models import Article
from mentorhub.people.models import Team


class Topic(models.Model):
    """What a request is about; it decides who answers and by when."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), unique=True)
    hint = models.TextField(
        _("hint"), blank=True, help_text=_("Shown when the topic is chosen: what to look at first.")
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("team"),
        help_text=_("Who answers. Empty: the manager of the mentor's path."),
    )
    first_answer_hours = models.PositiveSmallIntegerField(
        _("first answer within"), default=9, help_text=_("In working hours; a working day has 9.")
    )
    priority = models.PositiveSmallIntegerField(
        _("priority at first"),
        choices=Priority,
        default=Priority.NORMAL,
        help_text=_("Of its new requests, in the queue. The desk changes it on each."),
    )
    articles = models.ManyToManyField(
        Article,
        related_name="+",
        blank=True,
        verbose_name=_("articles"),
        help_text=_("Shown when the topic is chosen, to those who may read them."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered in the form"), default=True)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_answer_hours__gte=1),
                name="topic_leaves_time_for_an_answer",
                violation_error_message=_("At least one hour."),
            )
        ]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name
