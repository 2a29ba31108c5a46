"""What to read next."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from mentorhub.people.models import User

from .models import Article


def related_to(article: Article, user: User | AnonymousUser, most: int = 4) -> Sequence[Article]:
    """The next answers on the same shelf, going round: one query along an index."""
    shelf = (
        Article.objects.visible_to(user)
        .filter(category=article.category_id, language=article.language)
        .exclude(pk=article.pk)
        .only("title", "slug", "category")
    )
    after = Q(title__gt=article.title) | Q(title=article.title, pk__gt=article.pk)
    later = shelf.filter(title__gte=article.title).filter(after).order_by("title", "pk")
    first = shelf.order_by("title", "pk")
    found = later[:most].union(first[:most], all=True)
    once = list({neighbour.pk: neighbour for neighbour in found}.values())[:most]
    for neighbour in once:
        neighbour.category = article.category  # it is the same: no query for the address
    return once
