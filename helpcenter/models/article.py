import datetime
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhub.content.markdown import Rendered, render
from mentorhub.content.models import RevisedModel
from mentorhub.content.publishing import PublishedModel, PublishedQuerySet
from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import User

from .category import Category

LONGEST_BODY = 100_000
LONGEST_ALSO_ASKED = 4_000


class ArticleQuerySet(PublishedQuerySet["Article"]):
    def visible_to(self, user: User | AnonymousUser) -> "ArticleQuerySet":
        """What this reader finds: in lists, search, feeds, and by its address."""
        return self.published().filter(_may_read(user))

    def readable_by(self, user: User | AnonymousUser) -> "ArticleQuerySet":
        """What this reader may open by its address: archived ones too; editors open all."""
        if access.of(user).edits:
            return self
        return self.once_published().filter(_may_read(user))

    def offered_to(self, user: User | AnonymousUser, language: str) -> "ArticleQuerySet":
        """What this reader finds, each answer once: in the language, else as it was written."""
        translated = Article.objects.visible_to(user).filter(
            translation_of=OuterRef("pk"), language=language
        )
        originals = Q(translation_of=None) & ~Exists(translated.order_by())
        return self.visible_to(user).filter(Q(language=language) | originals)

    def behind(self) -> "ArticleQuerySet":
        """Translations whose original changed since; see Article.is_behind()."""
        looked_at = Greatest("changed_at", "reviewed_at")  # PostgreSQL leaves out what is NULL
        return self.filter(translation_of__changed_at__gt=looked_at)

    def to_review(self) -> "ArticleQuerySet":
        """What readers find and somebody should read through by now."""
        return self.published().filter(review_by__lte=timezone.localdate())

    def public(self) -> "ArticleQuerySet":
        """What everybody may read: for the feed and the sitemap."""
        return self.visible_to(AnonymousUser())


def _may_read(user: User | AnonymousUser) -> Q:
    """Staff read every answer; people of a path those for all paths and for theirs."""
    rights = access.of(user)
    if rights.is_staff:
        return Q()
    public = Q(audience=Article.Audience.PUBLIC)
    if not rights.paths:
        return public
    return public | Q(path_ids=[]) | Q(path_ids__overlap=sorted(rights.paths))


class Article(RevisedModel, PublishedModel):
    """The answer to one question, in one language."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        MENTORS = "mentors", _("mentors and staff")

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        FRENCH = "fr", "Français"

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="articles", verbose_name=_("category")
    )
    title = models.CharField(
        _("title"), max_length=150, help_text=_("The question, as a mentor would say it.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("When it changes, the old one leads to the new one."),
    )
    summary = models.CharField(
        _("summary"), max_length=300, help_text=_("The answer in one sentence.")
    )
    body = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_BODY)])
    also_asked = models.TextField(
        _("also asked as"),
        blank=True,
        max_length=LONGEST_ALSO_ASKED,
        help_text=_(
            "Other wordings of the question, one a line. The search finds the article by them;"
            " readers do not see them."
        ),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="translations",
        null=True,
        blank=True,
        verbose_name=_("translation of"),
    )
    audience = models.CharField(
        _("audience"), max_length=16, choices=Audience, default=Audience.MENTORS
    )
    paths = models.ManyToManyField(
        Path,
        related_name="+",
        blank=True,
        verbose_name=_("paths"),
        help_text=_("None: for all paths. Of an article for everybody, they say what it is about."),
    )
    # The ids of `paths` once more, kept by writing.save_article(): every page asks who may read, and
    # two subqueries on each would cost half of it.
    path_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # What is like it, best first, kept by related.relate(): a page must not work it out.
    related_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    pinned = models.BooleanField(
        _("pinned"), default=False, help_text=_("First in its category, and on the first page.")
    )
    pictures = models.ManyToManyField(
        "helpcenter.Picture", related_name="articles", blank=True, editable=False
    )
    attachments = models.ManyToManyField(
        "helpcenter.Attachment", related_name="articles", blank=True, editable=False
    )
    created_at = models.DateTimeField(_("made"), db_default=Now())
    changed_at = models.DateTimeField(
        _("last change of the words"),
        db_default=Now(),
        help_text=_("Minor edits leave it: nobody is told of them."),
    )
    reviewed_at = models.DateTimeField(_("last read through"), null=True, editable=False)
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("Until then somebody should read it through. Readers notice nothing of it."),
    )

    objects = ArticleQuerySet.as_manager()

    revised_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "summary",
        "body",
        "also_asked",
        "category",
        "slug",
        "language",
        "translation_of",
        "audience",
        "paths",
        "pinned",
        "state",
        "published_at",
    )

    class Meta(PublishedModel.Meta):
        ordering = ["-pinned", "title", "pk"]
        constraints = [
            *PublishedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                name="one_translation_of_a_language",
                violation_error_message=_("There is a translation in that language already."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
                name="article_is_not_its_own_translation",
            ),
        ]
        indexes = [
            models.Index(fields=["category", "-pinned", "title", "id"], name="article_shelf"),
            models.Index(fields=["category", "title", "id"], name="article_neighbours"),
            models.Index(fields=["title", "id"], condition=Q(pinned=True), name="article_pinned"),
            # For strangers: on a shelf where little is public, they would be led past all the rest.
            models.Index(
                fields=["category", "-pinned", "title", "id"],
                condition=Q(audience="public", state="published"),
                name="article_public_shelf",
            ),
            models.Index(
                fields=["category", "title", "id"],
                condition=Q(audience="public", state="published"),
                name="article_public_neighbours",
            ),
            models.Index(fields=["audience", "-changed_at"], name="article_changes"),
        ]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("helpcenter:article", args=[self.category.slug, self.slug])

    def clean(self) -> None:
        """A translation is of an original, in another language."""
        super().clean()
        original = self.translation_of
        if original and original.translation_of_id:
            raise ValidationError({"translation_of": _("Choose the original, not a translation.")})
        if original and original.language == self.language:
            raise ValidationError(
                {"translation_of": _("It is in the same language as this article.")}
            )

    @property
    def rendered(self) -> Rendered:
        """The text as it is shown."""
        return render(self.body, self.language)

    @property
    def other_wordings(self) -> list[str]:
        """The lines of `also_asked`."""
        return [line.strip() for line in self.also_asked.splitlines() if line.strip()]

    @property
    def looked_at(self) -> datetime.datetime:
        """When somebody last wrote it or read it through."""
        return max(filter(None, [self.changed_at, self.reviewed_at]))

    def is_behind(self, original: "Article") -> bool:
        """Whether its original changed since it was translated or read through."""
        return original.changed_at > self.looked_at

    @property
    def is_public(self) -> bool:
        return self.audience == self.Audience.PUBLIC
