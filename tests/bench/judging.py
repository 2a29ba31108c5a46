"""How well a ranking answers questions, and the same questions with a slip in each."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass

NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkllxcvbnmn", strict=False))

Ranking = dict[str, list[str]]  # of each question, the documents, best first


@dataclass(frozen=True)
class Question:
    """A question and the documents that answer it."""

    id: str
    text: str
    answers: frozenset[str]


def slipped(question: Question) -> Question:
    """One letter of one of its longer words dropped, doubled, exchanged or mistyped, always the same."""
    chance = random.Random(question.id)  # noqa: S311 (the same slips in every run; no secret)
    words = question.text.split()
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return question
    at = chance.choice(long)
    words[at] = _slip(words[at], chance)
    return Question(question.id, " ".join(words), question.answers)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + NEIGHBOURS.get(letter, "e") + after,
        ]
    )


def judge(name: str, questions: Iterable[Question], ranking: Ranking) -> str:
    """One line: the first right, the mean reciprocal rank, nDCG, what was found, what found nothing."""
    hits = [
        ([one in question.answers for one in ranking.get(question.id, [])[:10]], question.answers)
        for question in questions
    ]
    figures = [
        _mean(float(bool(hit) and hit[0]) for hit, _ in hits),
        _mean(1 / (hit.index(True) + 1) if True in hit else 0 for hit, _ in hits),
        _mean(_gain(hit) / _gain([True] * min(len(answers), 10)) for hit, answers in hits),
        _mean(sum(hit) / len(answers) for hit, answers in hits),
        _mean(float(not hit) for hit, _ in hits),
    ]
    return f"{name:40}" + "".join(f"{figure:10.3f}" for figure in figures)


HEAD = f"{'':40}" + "".join(
    f"{name:>10}" for name in ["P@1", "MRR@10", "nDCG@10", "recall@10", "nothing"]
)


def _gain(hits: list[bool]) -> float:
    return sum(1 / math.log2(at + 2) for at, hit in enumerate(hits) if hit)


def _mean(values: Iterable[float]) -> float:
    every = list(values)
    return sum(every) / len(every)
