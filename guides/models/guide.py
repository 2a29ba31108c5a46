import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guides.content import Content
from mentorhub.content.models import RevisedModel
from mentorhub.paths.models import Path, Project
from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel


class GuideQuerySet(models.QuerySet["Guide"]):
    def visible_to(self, user: User | AnonymousUser) -> "GuideQuerySet":
        """The published guides that this person reads.

        Staff read all; mentors and assessors those of their paths, and what was opened to these.
        """
        rights = access.of(user)
        published = self.exclude(current=None)
        if rights.is_staff:
            return published
        mine = sorted(rights.paths)
        return published.filter(Q(project__path__in=mine) | Q(opened_ids__overlap=mine))


class Guide(RevisedModel):
    """The guide of one project: its draft, and the version that readers have.

    A guide is written through drafting.py and published through publishing.py. Each save of the
    draft is a revision, so that no editor overwrites another; `version` is that of the draft.
    """

    project = models.OneToOneField(
        Project, models.PROTECT, related_name="+", verbose_name=_("project")
    )
    editor = models.ForeignKey(
        User,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("editor"),
        help_text=_("Is told of notes and reports. None: all editors are."),
    )
    opened_to = models.ManyToManyField(
        Path,
        related_name="+",
        blank=True,
        verbose_name=_("also open to"),
        help_text=_("Mentors and assessors of these paths read it too."),
    )
    # The ids of `opened_to` once more, kept by drafting.open_to(): every page asks who may read.
    opened_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    draft = models.JSONField(
        _("draft"), null=True, blank=True, help_text=_("None: it says what is published.")
    )
    current = models.ForeignKey(
        "guides.Version",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("published version"),
    )

    objects = GuideQuerySet.as_manager()

    revised_fields: ClassVar[tuple[str, ...]] = ("draft",)

    class Meta:
        ordering = ["project__path__name", "project__number"]
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return f"{self.project.path}, {self.project}"

    def get_absolute_url(self) -> str:
        return self.address_of("brief")

    def address_of(self, tab: str) -> str:
        """Of one of its tabs: brief, deliverables, mentor_guide, assessment, history."""
        project = self.project
        return reverse(f"guides:{tab}", args=[project.path.slug, project.number])

    def address_at(self, anchor: str) -> str:
        """Leads to a part, or to the nearest place when the part is gone."""
        project = self.project
        return reverse("guides:at", args=[project.path.slug, project.number, anchor])

    @property
    def path_ids(self) -> frozenset[int]:
        """The paths whose mentors and assessors read it."""
        return frozenset({self.project.path_id, *self.opened_ids})

    @property
    def drafted(self) -> Content:
        """What the editors have: the draft, else what is published, else nothing yet."""
        if self.draft is not None:
            return Content.from_data(self.draft)
        return self.current.content if self.current else Content()


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User | AnonymousUser) -> "VersionQuerySet":
        """Those of the guides that this person reads."""
        return self.filter(guide__in=Guide.objects.visible_to(user).order_by().values("pk"))

    def to_be_told(self) -> "VersionQuerySet":
        """Published, but those who want an email for each change have not had theirs."""
        return self.filter(told_at=None, weight=Version.Weight.CHANGE)

    def stuck(self, age: datetime.timedelta) -> "VersionQuerySet":
        """Those that wait for it longer than `age`."""
        waiting = self.to_be_told().filter(published_at__lt=ago(age))
        return waiting.select_related("guide__project__path").defer("data", "guide__draft")


class Version(WakeableModel):
    """What a guide said from one day on. Never changed afterwards."""

    class Weight(models.TextChoices):
        SMALL = "small", _("small: a spelling, a link; nobody is told")
        CHANGE = "change", _("a change: readers are told what changed")

    guide = models.ForeignKey(
        Guide, models.CASCADE, related_name="versions", verbose_name=_("guide")
    )
    number = models.PositiveIntegerField(_("number"))
    data = models.JSONField(_("content"))
    why = models.CharField(
        _("what changed and why"), max_length=200, help_text=_("One line; readers see it.")
    )
    weight = models.CharField(_("weight"), max_length=16, choices=Weight, default=Weight.CHANGE)
    published_at = models.DateTimeField(_("published"), db_default=Now())
    published_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("by")
    )
    told_at = models.DateTimeField(_("readers told"), null=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="one_version_of_a_number")
        ]
        indexes = [
            models.Index(
                fields=["published_at"],
                condition=Q(told_at=None, weight="change"),
                name="version_to_be_told",
            )
        ]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.number}, {self.published_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once: raises TypeError for a version that is there already."""
        if self.pk is not None:
            raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)

    @property
    def desk_url(self) -> str:
        """Where staff look after it."""
        return self.guide.address_of("history")

    @cached_property
    def content(self) -> Content:
        """What it says."""
        return Content.from_data(self.data)


class Part(models.Model):
    """A section, deliverable or criterion for as long as it is spoken of, over all versions.

    Made when it is first published and never deleted: notes and requests are about it. Its title
    and place are those of the last version it stood in.
    """

    class Kind(models.TextChoices):
        SECTION = "section", _("section")
        DELIVERABLE = "deliverable", _("deliverable")
        CRITERION = "criterion", _("criterion")

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="parts", verbose_name=_("guide"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    anchor = models.SlugField(_("anchor"), max_length=120)
    title = models.CharField(_("title"), max_length=150)
    place = models.PositiveSmallIntegerField(_("place"))
    is_current = models.BooleanField(_("in the published version"), default=True)

    class Meta:
        ordering = ["guide", "place"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "anchor"], name="one_part_an_anchor")
        ]
        verbose_name = _("part of a guide")
        verbose_name_plural = _("parts of guides")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.guide.address_at(self.anchor)
