"""What published versions say, kept in the process: they never change, so they are read once."""

import datetime
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from . import changes
from .changes import Change
from .content import Content
from .models import Version

MOST_KEPT = 256  # a version says some 50 kB


@dataclass(frozen=True)
class Published:
    """A version with what it says. Two are equal when they are the same version, so what is made
    of one can be kept by it. The time is part of it: ids may come again with a restored database.
    """

    pk: int
    published_at: datetime.datetime
    guide_id: int = field(compare=False)
    number: int = field(compare=False)
    content: Content = field(compare=False, repr=False)


Key = tuple[int, datetime.datetime]
_kept: dict[Key, Published] = {}
_lock = threading.Lock()


def of(version: Version) -> Published:
    """The version, read from the database when this process has not yet."""
    return of_all([version])[version.pk]


def of_all(versions: Iterable[Version]) -> Mapping[int, Published]:
    """The versions by id; those that this process has not read yet in one statement."""
    wanted = {_key(it): it for it in versions}
    found = {key: _kept[key] for key in wanted if key in _kept}
    missing = {it.pk: it for key, it in wanted.items() if key not in found}
    if missing:
        for pk, data in Version.objects.filter(pk__in=missing).values_list("pk", "data"):
            version = missing[pk]
            found[_key(version)] = Published(
                pk=pk,
                published_at=version.published_at,
                guide_id=version.guide_id,
                number=version.number,
                content=Content.from_data(data),
            )
        _keep(found)
    return {pk: found[pk, at] for pk, at in wanted}


@lru_cache(maxsize=MOST_KEPT)
def changes_between(old: Published, new: Published, language: str) -> Sequence[Change]:
    """What changes.between() says of two versions, with names of texts in this language."""
    return changes.between(old.content, new.content)


def _key(version: Version) -> Key:
    return version.pk, version.published_at


def _keep(found: Mapping[Key, Published]) -> None:
    with _lock:
        _kept.update(found)
        for key in list(_kept)[: max(0, len(_kept) - MOST_KEPT)]:
            del _kept[key]
