"""Words out of text, in one way for what is indexed and what is asked."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 40
# C++ and C# are words too; else a word is letters and digits, with what joins them inside.
WORD = re.compile(r"\b[cCfF](?:\+\+|#)(?!\w)|[^\W_]+(?:['’ʼ‐‑-][^\W_]+)*")
APOSTROPHE = re.compile("['’ʼ]")
HYPHEN = re.compile("[‐‑-]")
NOT = re.compile(r"^(ca|wo|do|does|did|is|was|were|are|could|should|would|has|have|had|need)n'?t$")
WHOLE = {"ca": "can", "wo": "will"}
# What French and English leave out before and behind an apostrophe.
ELIDED = {"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}
SHORTENED = {"s", "re", "ll", "ve", "m", "d"}
# Letters that Unicode does not take apart into a letter and its accent.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

_stemmers = {
    "en": snowballstemmer.stemmer("english"),
    "fr": snowballstemmer.stemmer("french"),
}
_one_at_a_time = threading.Lock()  # a stemmer keeps its word in itself


@dataclass(frozen=True)
class Token:
    """A stretch of the text and the folded words it stands for: don't is do and not.

    `compound` is no-show written as one word, for those who search it so.
    """

    start: int
    end: int
    words: tuple[str, ...]
    compound: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in their order, with where they stand."""
    for found in WORD.finditer(text):
        words, compound = read(found[0])
        yield Token(found.start(), found.end(), words, compound)


def written(text: str) -> list[str]:
    """The words as they stand there."""
    return WORD.findall(composed(text))


def composed(text: str) -> str:
    """With each accent in its letter, where it was written behind it; else it would end the word."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """The folded words of a text, without compounds."""
    return [part for word in written(text) for part in read(word)[0]]


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Without capitals and accents."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return bare.translate(LETTERS)


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """What the forms of a folded word have in common, in that language."""
    stemmer = _stemmers.get(language)
    if stemmer is None or word.isdigit():
        return word
    with _one_at_a_time:
        found = str(stemmer.stemWord(word))
    # Without its accents, évaluée ends in one e more than the stemmer knows of.
    return found.rstrip("e") or found if language == "fr" else found


@lru_cache(maxsize=100_000)
def read(word: str) -> tuple[tuple[str, ...], str]:
    """The folded words that a word as it stands is made of, and the compound."""
    parts = [part for piece in HYPHEN.split(fold(word)) for part in _without_apostrophe(piece)]
    parts = [part[:LONGEST_WORD] for part in parts]
    compound = "".join(parts) if 1 < len(parts) < 4 and HYPHEN.search(word) else ""
    return tuple(parts), compound if len(compound) <= LONGEST_WORD else ""


def _without_apostrophe(word: str) -> list[str]:
    word = APOSTROPHE.sub("'", word)
    if negated := NOT.match(word):
        return [WHOLE.get(negated[1], negated[1]), "not"]
    if word == "cannot":
        return ["can", "not"]
    first, *rest = word.split("'")
    if not rest:
        return [first]
    if first in ELIDED:
        return ["".join(rest)]
    if rest[-1] in SHORTENED:
        rest.pop()
    return ["".join([first, *rest])]
