"""What to read next: answers about the same, worked out when they are saved, not when they are read."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from mentorhub.search.likeness import Alike, alike
from mentorhub.search.models import Entry

from .models import Article

KEPT = 8  # of all; and as many public ones, so that everybody finds some
A_BATCH = 200
LAST = "helpcenter.related.last"  # forgotten with the cache: then it is done once more


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
