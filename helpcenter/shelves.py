"""The Help Center's first page: every shelf with its first answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.statements import Blank, blank_id, kept

from .models import Article, Category, Follow
from .reading import LINK, Link, links

FIRST = 4
MOST_PINNED = 6
A_PAGE = 25


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
    categories = kept(("shelves", access.of(user), language), lambda: _shelves(user, language))
    return [_shelf(category, language) for category in categories.ask() if category.first]


def pinned(user: User | AnonymousUser, language: str) -> list[Link]:
    """The articles that most people need."""
    found = kept(("pinned", access.of(user), language), lambda: _pinned(user, language))
    return links(article.link for article in found.ask())


def shelf(
    slug: str, user: User | AnonymousUser, language: str, number: int
) -> tuple[Category, Page] | None:
    """A category that this reader finds something in, and a page of its answers, the pinned ones
    first; a number past the end leads to the last page. None when there is no such category."""
    rights = access.of(user)
    follower = "shelf", rights, language, user.is_authenticated
    statement = kept(follower, lambda: _category(user, language))
    found = statement.ask(slug=slug, user=str(user.pk))
    if not found:
        return None
    category = found[0]
    pages: Paginator[Article] = Paginator([], A_PAGE)
    pages.count = category.answers
    page = pages.get_page(number)
    key = "answers", rights, language, category.pk, page.number
    answers = kept(key, lambda: _answers(user, language, category, page.number)).ask()
    for article in answers:
        article.category = category
    page.object_list = answers
    return category, page


def _category(user: User | AnonymousUser, language: str) -> "QuerySet[Category]":
    offered = Article.objects.offered_to(user, language).filter(category=OuterRef("pk"))
    count = offered.order_by().values("category").annotate(count=Count("pk")).values("count")
    found = Category.objects.visible_to(user).annotate(answers=Coalesce(Subquery(count), 0))
    if user.is_authenticated:
        mine = Follow.objects.filter(category=OuterRef("pk"), user=blank_id("user"))
        found = found.annotate(follows=Exists(mine))
    return found.filter(slug=Blank("slug"))


def _answers(
    user: User | AnonymousUser, language: str, category: Category, number: int
) -> "QuerySet[Article]":
    articles = Article.objects.offered_to(user, language).filter(category=category)
    return articles.defer("body")[A_PAGE * (number - 1) : A_PAGE * number]


def _shelves(user: User | AnonymousUser, language: str) -> "QuerySet[Category]":
    first = Article.objects.offered_to(user, language).filter(category=OuterRef("pk"))
    return Category.objects.annotate(first=ArraySubquery(first.values(json=LINK)[: FIRST + 1]))


def _pinned(user: User | AnonymousUser, language: str) -> "QuerySet[Article]":
    found = Article.objects.offered_to(user, language).filter(pinned=True)
    return found.order_by("title", "pk").only("pk").annotate(link=LINK)[:MOST_PINNED]


def _shelf(category: Any, language: str) -> Shelf:
    return Shelf(
        category=category,
        title=category.title_in(language),
        description=category.description_in(language),
        articles=links(category.first[:FIRST]),
        has_more=len(category.first) > FIRST,
    )
