"""Many texts of words that are as common as words are: the n-th a little rarer than the one before."""

import itertools
import random
from collections.abc import Iterator

from django.utils import timezone

from mentorhub.search.registry import Document

CONSONANTS = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st", "tr"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "on", "er"]
WORDS = 30_000


class Crowd:
    """The same texts and questions in every run."""

    def __init__(self) -> None:
        self.chance = random.Random(5)  # noqa: S311 (the same in every run; no secret)
        syllables = [first + second for first in CONSONANTS for second in VOWELS]
        words: dict[str, None] = {}
        while len(words) < WORDS:
            count = self.chance.choice([1, 2, 2, 3, 3, 4])
            words["".join(self.chance.choices(syllables, k=count))] = None
        self.words = sorted(words, key=len)
        self.sums = list(itertools.accumulate(1 / (n + 2.7) ** 1.05 for n in range(WORDS)))

    def text(self, count: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.sums, k=count))

    def documents(self, count: int) -> Iterator[Document]:
        """Two in three public, half of them on one of five paths."""
        for number in range(count):
            yield Document(
                object_id=number,
                url="/",
                title=self.text(7),
                body=self.text(self.chance.randint(60, 500)),
                date=timezone.now(),
                is_public=number % 3 > 0,
                paths=frozenset([number % 5]) if number % 2 else frozenset(),
            )
