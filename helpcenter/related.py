"""What to read next: answers about the same, worked out when they are saved, not when they are read."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from mentorhub.people.models import User
from mentorhub.search.likeness import Alike, alike
from mentorhub.search.models import Entry

from .models import Article

SHOWN = 4
KEPT = 8  # of all; and as many public ones, so that everybody finds some
A_BATCH = 200
LAST = "helpcenter.related.last"  # forgotten with the cache: then it is done once more


def related_to(
    article: Article, user: User | AnonymousUser, most: int = SHOWN
) -> Sequence[Article]:
    """Up to `most` answers that this reader may see: one query.

    Those that are most like it; of one that resembles too few, its neighbours on the shelf too.
    """
    visible = Article.objects.visible_to(user).filter(language=article.language)
    alike_ = (
        visible.filter(pk__in=article.related_ids)
        .select_related("category")
        .only("title", "slug", "category__slug")
    )
    found = (
        alike_
        if len(article.related_ids) >= most
        else alike_.order_by().union(*_shelf(visible, article, most), all=True)
    )
    places = {pk: place for place, pk in enumerate(article.related_ids)}
    once = {other.pk: other for other in found}
    # The shelf comes in its order; a sort keeps it.
    return sorted(once.values(), key=lambda other: places.get(other.pk, KEPT * 2))[:most]


@transaction.atomic
def relate(articles: Iterable[int]) -> None:
    """Work out anew what is like these articles, however many at once."""
    found = alike("article", articles)
    rows = Article.objects.filter(pk__in=found).order_by("pk").only("related_ids")
    changed = []
    for article in rows.select_for_update():  # in one order, or two of us would wait for each other
        ids = _chosen(found[article.pk])
        if ids != article.related_ids:
            article.related_ids = ids
            changed.append(article)
    Article.objects.bulk_update(changed, ["related_ids"])


def relate_all_if_changed() -> int:
    """The same for every published article, when one came or changed since; how many those are.

    A new answer shows itself beside the old ones only after that.
    """
    last = Entry.objects.filter(kind="article").aggregate(last=Max("indexed_at"))["last"]
    if last is None or cache.get(LAST) == last:
        return 0
    pks = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), A_BATCH):
        relate(pks[start : start + A_BATCH])
    cache.set(LAST, last, timeout=None)
    return len(pks)


def _chosen(others: list[Alike]) -> list[int]:
    best = others[:KEPT]
    public = [other for other in others if other.is_public][:KEPT]
    return [other.object_id for other in others if other in best or other in public]


def _shelf(
    visible: QuerySet[Article], article: Article, most: int
) -> tuple[QuerySet[Article], QuerySet[Article]]:
    """The next answers of the category, going round, along an index."""
    shelf = (
        visible.filter(category=article.category_id)
        .exclude(pk=article.pk)
        .select_related("category")
        .only("title", "slug", "category__slug")
    )
    after = Q(title__gt=article.title) | Q(title=article.title, pk__gt=article.pk)
    later = shelf.filter(title__gte=article.title).filter(after).order_by("title", "pk")
    return later[:most], shelf.order_by("title", "pk")[:most]
