"""The index: what can be found, the words in it, and what was looked for."""

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.people import access
from mentorhub.people.models import User

from . import tokens


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User | AnonymousUser) -> "EntryQuerySet":
        """What the person may read. Results, suggestions, filters and counts all ask here."""
        of = access.of(user)
        if of.is_superuser or of.is_editor:
            return self
        open_to = Q(is_public=True)
        if of.works_the_desk:
            open_to |= Q(for_mentors=True)
        elif of.paths:
            mine = Q(paths=[]) | Q(paths__overlap=sorted(of.paths))
            open_to |= Q(for_mentors=True) & mine
        return self.filter(open_to)

    def languages(self) -> list[str]:
        """Those in which there is anything, as of the last refresh; only the first entry of each is
        looked for."""
        first = self.filter(language=OuterRef("language")).order_by().values("pk")[:1]
        known = Collection.objects.annotate(first=Subquery(first)).exclude(first=None)
        return list(known.order_by("language").values_list("language", flat=True))

    def on_path(self, path_id: int) -> "EntryQuerySet":
        """What concerns a path: its own, and what is for all."""
        return self.filter(Q(paths=[]) | Q(paths__contains=[path_id]))


class Entry(models.Model):
    """One published thing of a channel, as search knows it. Made by indexing.py alone."""

    id = models.AutoField(primary_key=True)  # four bytes, for it stands in each posting
    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.BigIntegerField(_("object"))
    url = models.CharField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=8)
    is_public = models.BooleanField(_("public"))
    for_mentors = models.BooleanField(_("for mentors"))
    paths = ArrayField(models.BigIntegerField(), verbose_name=_("paths"), help_text=_("None: all."))
    category = models.CharField(_("category"), max_length=200, blank=True)
    date = models.DateTimeField(_("date"))
    pinned = models.BooleanField(_("pinned"), default=False)
    length = models.PositiveSmallIntegerField(_("words"))
    indexed_at = models.DateTimeField(_("indexed"), db_index=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_an_object")
        ]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return self.title


class Text(models.Model):
    """What an entry says, apart from it so that entries stay small to look through."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="text")
    body = models.TextField(_("body"))
    words = models.TextField(_("folded words"), help_text=_("Where phrases are looked for."))

    def __str__(self) -> str:
        return self.body[:80]


class Term(models.Model):
    """The stem of a word in a language, and in how many entries it occurs.

    The number is brought up to date by vocabulary.refresh(), so that writers need not wait for
    each other; 1 until then. A term stays when its last entry goes, with 0.
    """

    id = models.AutoField(primary_key=True)
    stem = models.CharField(_("stem"), max_length=64)
    language = models.CharField(_("language"), max_length=8)
    entries = models.IntegerField(_("entries"), default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stem", "language"], name="one_term_a_stem")]

    def __str__(self) -> str:
        return f"{self.stem} ({self.language})"


class Word(models.Model):
    """A word as it is written in an entry, folded: what a slip is corrected to."""

    word = models.CharField(_("word"), max_length=64, db_index=True)
    term = models.ForeignKey(Term, models.CASCADE, related_name="words", verbose_name=_("term"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "word"], name="one_word_of_a_term")]

    def __str__(self) -> str:
        return self.word


class Posting(models.Model):
    """How often a term stands in an entry and in its title, and how long the two are.

    Millions of rows, hence no foreign keys in the database; indexing.py keeps them whole.
    """

    pk = models.CompositePrimaryKey("entry", "term")
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    term = models.ForeignKey(
        Term, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    frequency = models.PositiveSmallIntegerField()
    length = models.PositiveSmallIntegerField()
    in_title = models.PositiveSmallIntegerField()
    title_length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            # All that ranking reads, the best of a common term first.
            models.Index(
                fields=["term", "-in_title", "-frequency", "length", "entry"],
                include=["title_length"],
                name="posting_best",
            )
        ]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.entry_id}"


class Collection(models.Model):
    """How many entries there are in a language and how long they are, as of the last refresh."""

    language = models.CharField(_("language"), max_length=8, primary_key=True)
    entries = models.IntegerField(_("entries"))
    length = models.FloatField(_("average length"))
    title_length = models.FloatField(_("average length of a title"))
    refreshed_at = models.DateTimeField(_("refreshed"))

    def __str__(self) -> str:
        return self.language


class Meaning(models.Model):
    """What an entry means, as numbers of an embedding model; only where one is set up.

    Made by meaning.refresh() of the entry as it was indexed at `of`.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="meaning")
    model = models.CharField(_("model"), max_length=500)
    of = models.DateTimeField(_("of the entry indexed"))
    vector = models.BinaryField(_("numbers"))

    def __str__(self) -> str:
        return f"{self.entry_id} ({self.model})"


class Synonym(models.Model):
    """Words and phrases that mean the same; whoever looks for one of them finds the others too."""

    words = models.CharField(
        _("words"),
        max_length=500,
        help_text=_("Separated by commas, such as: no-show, absent, did not come"),
    )
    starts = ArrayField(models.CharField(max_length=64), editable=False, default=list)

    class Meta:
        ordering = ["words"]
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.starts = sorted({member[0] for member in self.members()})
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Two of them at least, or there is nothing to find."""
        if len(self.members()) < 2:
            raise ValidationError({"words": _("Write two or more, separated by commas.")})

    def members(self) -> list[list[str]]:
        """Each word or phrase as its stems."""
        every = [[key(word) for word in tokens.words(part)] for part in self.words.split(",")]
        return [member for member in every if member]

    def spelled(self) -> list[list[str]]:
        """Each word or phrase as its folded words."""
        return [words for part in self.words.split(",") if (words := tokens.words(part))]


def key(word: str) -> str:
    """By what a word of a query is recognised as one of a synonym, whatever its language."""
    return tokens.stem(word, "en")


class QueryLogQuerySet(models.QuerySet["QueryLog"]):
    def found(self) -> "QueryLogQuerySet":
        return self.filter(results__gt=0)

    def unanswered(self) -> "QueryLogQuerySet":
        """Found nothing, or nothing worth opening, or led to a request all the same."""
        return self.filter(Q(results=0) | Q(clicked=None) | Q(requested=True))

    def deflected(self) -> "QueryLogQuerySet":
        """An answer was opened, and no request followed."""
        return self.filter(clicked__isnull=False, requested=False)


class QueryLog(models.Model):
    """What somebody looked for, and what came of it. Who it was stands nowhere: log.py says how."""

    class Origin(models.TextChoices):
        PAGE = "page", _("search page")
        SUGGESTIONS = "suggestions", _("suggestions")
        HELP = "help", _("Help Center")
        FORM = "form", _("contact form")

    token = models.UUIDField(
        unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False
    )
    query = models.CharField(_("searched for"), max_length=200)
    language = models.CharField(_("language"), max_length=8)
    origin = models.CharField(_("where"), max_length=16, choices=Origin, default=Origin.PAGE)
    results = models.PositiveIntegerField(_("results"))
    offered = ArrayField(models.IntegerField(), default=list, editable=False)
    opened = ArrayField(models.IntegerField(), default=list, editable=False)
    clicked = models.PositiveSmallIntegerField(
        _("opened"), null=True, blank=True, help_text=_("Which result, the first being 1.")
    )
    requested = models.BooleanField(_("a request followed"), default=False)
    searched_at = models.DateTimeField(_("when"), db_default=Now(), db_index=True)

    objects = QueryLogQuerySet.as_manager()

    class Meta:
        ordering = ["-searched_at"]
        verbose_name = _("search")
        verbose_name_plural = _("searches")

    def __str__(self) -> str:
        return self.query

    @property
    def was_deflected(self) -> bool:
        """An answer was opened, and no request followed."""
        return self.clicked is not None and not self.requested


class Remedy(models.Model):
    """What an editor did about questions that had no answer, so that one sees whether it helped."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("wrote an article")
        POINTED = "pointed", _("pointed the questions at an article")

    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    wording = models.CharField(_("searched for"), max_length=200)
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=150)
    object_id = models.BigIntegerField(_("article"))
    by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["wording", "language"], name="remedy_of_a_wording")]
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")

    def __str__(self) -> str:
        return f"{self.wording}: {self.title}"
