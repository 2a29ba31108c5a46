"""What the page of an article shows, in one statement however many articles there are."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.statements import Blank, kept

from .models import Article, Category, Vote

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
    """One article for one reader: what they said of it, where it stands in other languages, and
    the next answers on its shelf, going round."""

    article: Article
    said: dict[str, Any] | None
    translations: Sequence[Link]
    related: Sequence[Link]


def read(slug: str, user: User | AnonymousUser, reader: str = "") -> Reading | None:
    """The article that this reader may open at an address; `reader` is whose vote is shown."""
    key = "article", access.of(user), bool(reader)
    statement = kept(key, lambda: _articles(user, voted=bool(reader)))
    for found in statement.ask(slug=slug, reader=reader):
        found.category = Category(**json.loads(found.shelf))
        said = json.loads(found.said) if reader and found.said else None
        related = list(dict.fromkeys([*found.later, *found.earliest]))[:RELATED]
        return Reading(found, said, links(found.others), links(related))
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
    articles = Article.objects.readable_by(user).annotate(
        shelf=JSONObject(
            id="category__id",
            title="category__title",
            title_fr="category__title_fr",
            slug="category__slug",
        ),
        others=ArraySubquery(others.values(json=LINK)),
        later=ArraySubquery(later.values(json=LINK)[:RELATED]),
        earliest=ArraySubquery(shelf.exclude(pk=OuterRef("pk")).values(json=LINK)[:RELATED]),
    )
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
