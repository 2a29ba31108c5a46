"""States of what editors write, and when readers find it."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


Row = TypeVar("Row", bound=models.Model)


class PublishedQuerySet(models.QuerySet[Row]):
    def published(self) -> Self:
        """What readers find now: published, and its moment has come by the database's clock."""
        return self.filter(state=State.PUBLISHED, published_at__lte=Now())

    def once_published(self) -> Self:
        """What readers find now, or found once: an archived thing leaves the lists, not its address."""
        return self.filter(
            Q(state=State.ARCHIVED) | Q(state=State.PUBLISHED, published_at__lte=Now())
        )


class PublishedModel(models.Model):
    """Something with a state. Published at a moment to come, nobody finds it until then."""

    State = State

    state = models.CharField(
        _("state"),
        max_length=16,
        choices=State,
        default=State.DRAFT,
        help_text=_(
            "A draft is for editors. What is archived leaves lists and search; who has its address"
            " still reads it, with a note."
        ),
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Empty: at once. In the future: readers find it from then on."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="%(class)s_published_has_a_moment",
            )
        ]

    def clean(self) -> None:
        """Published without a moment means now."""
        super().clean()
        self.set_moment()

    def set_moment(self) -> None:
        """Publish at once what is to be published and says no moment.

        In whole seconds, as a form can show it: else saving it unchanged would change it.
        """
        if self.state == State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now().replace(microsecond=0)

    @property
    def is_scheduled(self) -> bool:
        """Published, but not yet."""
        return bool(
            self.state == State.PUBLISHED
            and self.published_at
            and self.published_at > timezone.now()
        )

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED and not self.is_scheduled

    @property
    def state_in_words(self) -> str:
        return str(_("scheduled")) if self.is_scheduled else str(State(self.state).label)

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        tones = {State.DRAFT: "warn", State.PUBLISHED: "ok", State.ARCHIVED: ""}
        return "brand" if self.is_scheduled else tones[State(self.state)]
