"""The way in for a channel: one small class in its search.py, registered in AppConfig.ready()."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model


@dataclass(frozen=True)
class Document:
    """One published thing as its channel hands it over; all text plain.

    Whoever may not read the thing itself must not be let in here: `is_public` is for everybody,
    `for_mentors` for those on one of `paths` (all when empty). `headings` may stand in the
    body too; their words count once more.
    """

    object_id: int
    url: str
    title: str
    body: str
    date: datetime.datetime
    headings: Sequence[str] = ()
    language: str = "en"
    is_public: bool = False
    for_mentors: bool = True
    paths: frozenset[int] = frozenset()
    category: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class Shelf:
    """A category of a channel, for whoever found nothing. `names` are what entries call it."""

    title: str
    description: str
    url: str
    names: frozenset[str]
    language: str = "en"


class Source(ABC):
    """What a channel has to find. `kind` and `label` name it in addresses and on the page."""

    kind: ClassVar[str]
    label: ClassVar[Any]  # a lazy translation
    model: ClassVar[type[Model]]

    @abstractmethod
    def entries(self) -> Iterable[Document]:
        """All that may be found now, read in pieces where there is much."""

    @abstractmethod
    def document(self, obj: Any) -> Document | None:
        """The document of one object; None when it must not be found (a draft, say)."""

    def shelves(self, user: Any, language: str) -> Iterable[Shelf]:
        """The categories in which this reader finds something; none where a channel has none."""
        return []

    def findable(self, ids: Collection[int]) -> set[int]:
        """Which of these may be found as of now; a quicker way is welcome."""
        objects = self.model._default_manager.filter(pk__in=ids)
        return {obj.pk for obj in objects if self.document(obj) is not None}


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a channel's things findable. Registering a kind again replaces it."""
    _sources[source.kind] = source


def unregister(kind: str) -> None:
    """Take a kind out again."""
    _sources.pop(kind, None)


def sources() -> Iterator[Source]:
    """All of them, in the order of their registration."""
    yield from _sources.values()


def source_of(obj: Model) -> Source:
    """The source of an object's model; raises LookupError when no channel registered it."""
    for source in _sources.values():
        if isinstance(obj, source.model):
            return source
    raise LookupError(f"No source of {type(obj).__name__} is registered with the search.")


def label_of(kind: str) -> str:
    """What readers call a kind."""
    source = _sources.get(kind)
    return str(source.label) if source else ""
