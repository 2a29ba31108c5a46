"""What the page of an article shows, in one statement however many articles there are."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.urls import reverse

from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.statements import Blank, blank_id, kept

from .models import Article, Category, Follow, Vote

RELATED = 4
# What a link to an article is made of, as one column.
LINK = JSONObject(title="title", slug="slug", language="language", shelf="category__slug")


@dataclass(frozen=True)
class Link:
    """An article that one may read as well."""

    title: str
    url: str
    language: str

    @property
    def offer(self) -> str:
        """Said of a translation, in its own language."""
        return {"en": "Read in English", "fr": "Lire en français"}[self.language]


@dataclass(frozen=True)
class Reading:
    """One article for one reader: what they said of it, whether they follow it, where it stands in
    other languages, whether its original changed since, and what to read next: the answers most
    like it; of one that resembles too few, the next ones on its shelf too, going round."""

    article: Article
    said: dict[str, Any] | None
    follows: bool
    is_behind: bool
    translations: Sequence[Link]
    related: Sequence[Link]


class _In(Func):
    """Whether a value is one of an array's, in words that an index on the value answers."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def read(slug: str, user: User | AnonymousUser, reader: str = "") -> Reading | None:
    """The article that this reader may open at an address; `reader` is whose vote is shown."""
    key = "article", access.of(user), user.is_authenticated, bool(reader)
    statement = kept(key, lambda: _articles(user, voted=bool(reader)))
    for found in statement.ask(slug=slug, reader=reader, user=str(user.pk)):
        found.category = Category(**json.loads(found.shelf))
        said = json.loads(found.said) if reader and found.said else None
        related = list(dict.fromkeys([*found.alike, *found.later, *found.earliest]))[:RELATED]
        return Reading(
            article=found,
            said=said,
            follows=getattr(found, "follows", False),
            is_behind=bool(found.original_changed and found.original_changed > found.looked_at),
            translations=links(found.others),
            related=links(related),
        )
    return None


def _articles(user: User | AnonymousUser, voted: bool) -> "QuerySet[Article]":
    visible = Article.objects.visible_to(user).order_by("title", "pk")
    original = OuterRef("translation_of")
    others = visible.filter(
        Q(pk=original) | Q(translation_of=original) | Q(translation_of=OuterRef("pk"))
    ).exclude(pk=OuterRef("pk"))
    shelf = visible.filter(category=OuterRef("category"), language=OuterRef("language"))
    after = Q(title__gt=OuterRef("title")) | Q(title=OuterRef("title"), pk__gt=OuterRef("pk"))
    later = shelf.filter(title__gte=OuterRef("title")).filter(after)
    place = Func(
        OuterRef("related_ids"), F("pk"), function="array_position", output_field=IntegerField()
    )
    alike = visible.filter(_In(F("pk"), OuterRef("related_ids")), language=OuterRef("language"))
    alike = alike.annotate(place=place).order_by("place")
    articles = Article.objects.readable_by(user).annotate(
        original_changed=F("translation_of__changed_at"),
        shelf=JSONObject(
            id="category__id",
            title="category__title",
            title_fr="category__title_fr",
            slug="category__slug",
        ),
        others=ArraySubquery(others.values(json=LINK)),
        alike=ArraySubquery(alike.values(json=LINK)[:RELATED]),
        later=ArraySubquery(later.values(json=LINK)[:RELATED]),
        earliest=ArraySubquery(shelf.exclude(pk=OuterRef("pk")).values(json=LINK)[:RELATED]),
    )
    if user.is_authenticated:
        mine = Follow.objects.filter(article=OuterRef("pk"), user=blank_id("user"))
        articles = articles.annotate(follows=Exists(mine))
    if voted:
        votes = Vote.objects.filter(article=OuterRef("pk"), reader=Blank("reader")).order_by()
        said = JSONObject(helpful="helpful", reason="reason", words="words")
        articles = articles.annotate(said=Subquery(votes.values(json=said)))
    return articles.filter(slug=Blank("slug")).order_by()


def links(rows: Iterable[str]) -> list[Link]:
    """Rows of LINK."""
    return [
        Link(
            it["title"],
            reverse("helpcenter:article", args=[it["shelf"], it["slug"]]),
            it["language"],
        )
        for it in map(json.loads, rows)
    ]
