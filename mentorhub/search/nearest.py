"""Where to look when nothing was found: the shelves that come nearest, by likeness of words."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count
from rapidfuzz import fuzz

from mentorhub.people.models import User

from . import registry, tokens
from .models import Entry, EntryQuerySet, Posting, Word
from .registry import Shelf
from .stop_words import EVERY_STOP_WORD

MOST_SHELVES = 4
MOST_WORDS = 12  # of a question
LIKE = 0.35  # how similar a word of the index is to one of the question, by trigrams
LIKE_A_NAME = 68  # and to one in the name or description of a shelf, of 100
SHORTEST = 4
LOOKED_UP = 3  # words that are looked for in the index


def nearest_shelves(
    text: str, user: User | AnonymousUser, language: str, most: int = MOST_SHELVES
) -> list[Shelf]:
    """The shelves whose name, description or texts have words like the question's; then the fullest.

    At most five queries, besides those that the channels need for their shelves.
    """
    shelves = [shelf for source in registry.sources() for shelf in source.shelves(user, language)]
    if not shelves:
        return []
    words = _telling(text)
    counts = _entries_with_words_like(words, user)
    fullness = _fullness(user)

    def key(shelf: Shelf) -> tuple[float, int]:
        texts = sum(counts.get(name, 0) for name in shelf.names)
        return (
            -(100 * _likeness(shelf, words) + texts),
            -sum(fullness.get(name, 0) for name in shelf.names),
        )

    return sorted(shelves, key=key)[:most]


def _telling(text: str) -> list[str]:
    words = dict.fromkeys(tokens.words(text[:1_000]))
    return [word for word in words if word not in EVERY_STOP_WORD and len(word) >= SHORTEST][
        :MOST_WORDS
    ]


def _likeness(shelf: Shelf, words: Sequence[str]) -> float:
    """How many words of the question are like one of the shelf's, counting how much."""
    own = [
        word
        for word in tokens.words(f"{' '.join(shelf.names)} {shelf.description}")
        if len(word) >= SHORTEST
    ]
    best = (max((fuzz.ratio(word, one) for one in own), default=0.0) for word in words)
    return sum(likeness / 100 for likeness in best if likeness >= LIKE_A_NAME)


def _entries_with_words_like(words: Sequence[str], user: User | AnonymousUser) -> dict[str, int]:
    """By shelf, how many entries that this reader may see hold a word like one of the question's."""
    terms = set[int]()
    for word in words[:LOOKED_UP]:
        like = Word.objects.annotate(likeness=TrigramSimilarity("word", word))
        terms.update(
            like.filter(likeness__gt=LIKE).order_by("-likeness").values_list("term", flat=True)[:5]
        )
    if not terms:
        return {}
    held = Posting.objects.filter(term__in=terms).values("entry")
    return _counted(Entry.objects.visible_to(user).filter(pk__in=held))


def _fullness(user: User | AnonymousUser) -> dict[str, int]:
    return _counted(Entry.objects.visible_to(user))


def _counted(entries: EntryQuerySet) -> dict[str, int]:
    return dict(entries.values_list("category").annotate(count=Count("pk")).order_by())
