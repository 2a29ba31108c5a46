"""How many requests each of many selections finds: one statement, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import models

from contact.models.request import RequestQuerySet
from mentorhub.paths.models import Path

MOST_COUNTED = 1000
REMEMBERED = 5 * 60  # seconds


@dataclass(frozen=True)
class Selection:
    """What is counted. Looking for words in 50,000 requests is dear, so its count may be some
    minutes old: it is kept under the name `remembered_as`."""

    requests: RequestQuerySet
    remembered_as: str = ""


class _CountOf(models.Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()
    empty_result_set_value = 0


def counts(selections: Sequence[Selection]) -> list[int]:
    """The count of each, no further than one beyond MOST_COUNTED."""
    names = [one.remembered_as for one in selections if one.remembered_as]
    known: dict[str, int] = cache.get_many(names) if names else {}
    asked = [one for one in selections if one.remembered_as not in known]
    found = dict(zip(asked, _ask([one.requests for one in asked]), strict=True))
    new = {one.remembered_as: count for one, count in found.items() if one.remembered_as}
    if new:
        cache.set_many(new, REMEMBERED)
    return [found[one] if one in found else known[one.remembered_as] for one in selections]


def _ask(requests: Sequence[RequestQuerySet]) -> Sequence[int]:
    columns = [_CountOf(one.order_by().values("pk")[: MOST_COUNTED + 1]) for one in requests]
    named = {f"n{number}": column for number, column in enumerate(columns)}
    # Where there is a request there is a path to hang the columns on.
    one_row = Path.objects.order_by().annotate(**named).values_list(*named)[:1]
    return next(iter(one_row), (0,) * len(columns))
