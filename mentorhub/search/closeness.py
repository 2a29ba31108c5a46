"""Entries in which the words of a question stand side by side, as they do in the question."""

import math
from collections.abc import Iterable

from django.db.models.functions import Left

from .models import Text

BEGINNING = 1_000  # characters of an entry, its title first, that are looked through
MOST = 40  # pairs
TOGETHER = 0.2  # what a pair counts against a word that is as rare; once more in the title


def pairs(words: Iterable[str]) -> list[str]:
    """Neighbours among some words."""
    words = list(words)
    return [f"{one} {other}" for one, other in zip(words, words[1:], strict=False)]


def closeness(entries: list[int], pairs: list[str]) -> dict[int, float]:
    """What each of these entries gains by the pairs in it, the rarer among them the more.

    How rare a pair is, only these entries tell: an index of all pairs would double ours.
    """
    wanted = [f" {pair} " for pair in dict.fromkeys(pairs)][:MOST]
    if not wanted or len(entries) < 2:
        return {}
    gains = dict.fromkeys(entries, 0.0)
    beginnings = Text.objects.filter(entry__in=entries).values_list(
        "entry", Left("words", BEGINNING)
    )
    texts = [(entry, words, words.find(" | ")) for entry, words in beginnings]
    for pair in wanted:
        places = [(entry, words.find(pair), title) for entry, words, title in texts]
        holding = [(entry, at < title) for entry, at, title in places if at >= 0]
        rarity = math.log(1 + (len(entries) - len(holding) + 0.5) / (len(holding) + 0.5))
        for entry, in_title in holding:
            gains[entry] += TOGETHER * rarity * (2 if in_title else 1)
    return gains
