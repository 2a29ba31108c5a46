"""The Help Center's first page: every shelf with its first answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from mentorhub.people.models import User

from .models import Article, Category

FIRST = 4
MOST_PINNED = 6


@dataclass(frozen=True)
class Link:
    """A title and where it leads."""

    title: str
    url: str
    language: str


@dataclass(frozen=True)
class Shelf:
    """A category as a reader of a language sees it."""

    category: Category
    title: str
    description: str
    articles: Sequence[Link]
    has_more: bool


def shelves(user: User | AnonymousUser, language: str) -> list[Shelf]:
    """The categories in which this reader finds something: one query, however many articles."""
    first = Article.objects.offered_to(user, language).filter(category=OuterRef("pk"))
    categories = Category.objects.annotate(
        first=ArraySubquery(
            first.values(json=JSONObject(title="title", slug="slug", language="language"))[
                : FIRST + 1
            ]
        )
    )
    return [_shelf(category, language) for category in categories if category.first]


def pinned(user: User | AnonymousUser, language: str) -> list[Article]:
    """The articles that most people need."""
    found = Article.objects.offered_to(user, language).filter(pinned=True)
    return list(
        found.select_related("category").defer("body").order_by("title", "pk")[:MOST_PINNED]
    )


def _shelf(category: Any, language: str) -> Shelf:
    return Shelf(
        category=category,
        title=category.title_in(language),
        description=category.description_in(language),
        articles=[
            Link(
                it["title"],
                reverse("helpcenter:article", args=[category.slug, it["slug"]]),
                it["language"],
            )
            for it in category.first[:FIRST]
        ],
        has_more=len(category.first) > FIRST,
    )
