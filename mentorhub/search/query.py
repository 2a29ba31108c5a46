"""What was asked: words, "a phrase", -word; corrected, and widened by synonyms."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import tokens, vocabulary
from .closeness import pairs
from .models import Collection, Synonym, Term, key
from .stop_words import EVERY_STOP_WORD, STOP_WORDS
from .vocabulary import Vocabulary

LONGEST = 5_000  # characters that are read at all
MOST_WORDS = 60
LIKE_ONE_ASKED = 0.4  # what a synonym counts beside the word that was asked
LITTLE = 0.3  # what a stop word counts beside another that is as rare

PHRASE = re.compile('"([^"]*)"|[«“”„]([^"«»“”„]*)[»“”]')
EXCLUDED = re.compile(r"(?:^|(?<=\s))[-−–](?=[^\W_])(\S+)")


@dataclass(frozen=True)
class Query:
    """A question, taken apart. `words` hold those of the phrases too."""

    words: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  # outside phrases: they may be corrected and have synonyms
    compounds: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class Asked:
    """A term to look for, and what it counts."""

    term: int
    weight: float
    average: float  # words of an entry in its language
    title_average: float  # and of its title
    entries: int

    @classmethod
    def of(cls, term: Term, weight: float, collection: Collection) -> "Asked":
        return cls(term.pk, weight, collection.length, collection.title_length, term.entries)


@dataclass
class Reading:
    """How a query was understood."""

    asked: list[Asked] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)  # neighbours, as corrected
    corrections: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    is_guess: bool = False  # none of its words occurs, even corrected; only some that resemble them
    impossible: bool = False  # a phrase holds a word that occurs nowhere
    marked: frozenset[tuple[str, str]] = frozenset()  # stems and languages of what is sought

    def spelled(self, text: str) -> str:
        """The question with its corrections, all else as it was typed."""
        text, pieces, at = tokens.composed(text), list[str](), 0
        for token in tokens.tokens(text):
            if any(word in self.corrections for word in token.words):
                meant = (self.corrections.get(word, word) for word in token.words)
                pieces += [text[at : token.start], " ".join(meant)]
                at = token.end
        return "".join([*pieces, text[at:]])


def parse(text: str) -> Query:
    """Take a question apart, whatever it is; never raises."""
    is_cut = len(text) > LONGEST
    text = tokens.composed(text[:LONGEST])
    phrases: list[tuple[str, ...]] = []
    for found in PHRASE.finditer(text):
        if phrase := tuple(tokens.words(found[1] or found[2] or "")):
            phrases.append(phrase)
    rest = PHRASE.sub(" ", text)
    excluded = [word for found in EXCLUDED.finditer(rest) for word in tokens.words(found[1])]
    loose_tokens = list(tokens.tokens(EXCLUDED.sub(" ", rest)))
    loose = [word for token in loose_tokens for word in token.words]
    words = [word for phrase in phrases for word in phrase] + loose
    return Query(
        words=tuple(words[:MOST_WORDS]),
        loose=tuple(loose[:MOST_WORDS]),
        compounds=tuple(token.compound for token in loose_tokens if token.compound)[:MOST_WORDS],
        phrases=tuple(phrases[:5]),
        excluded=tuple(excluded[:MOST_WORDS]),
        is_cut=is_cut or len(words) > MOST_WORDS,
    )


def read(query: Query, *, correcting: bool = True) -> Reading:
    """Look up the terms of a query, correct what occurs nowhere, add what means the same."""
    collections = {one.language: one for one in Collection.objects.all()} or _none_yet()
    loose = list(query.loose)
    synonyms = _synonyms(loose)
    wanted = {*query.words, *query.compounds, *query.excluded, *(word for word, _ in synonyms)}
    terms = _lookup(wanted, collections)
    reading = Reading(phrases=[f"% {' '.join(phrase)} %" for phrase in query.phrases])
    reading.impossible = any(not terms.known(word) for phrase in query.phrases for word in phrase)
    reading.unknown = [
        word
        for word in dict.fromkeys(loose)
        if not terms.known(word) and word not in EVERY_STOP_WORD
    ]
    others = dict(synonyms)
    if correcting and reading.unknown:
        known = vocabulary.current(max(one.refreshed_at for one in collections.values()))
        for word in reading.unknown:
            if meant := known.correct(word):
                reading.corrections[word] = " ".join(meant)
        loose = " ".join(reading.corrections.get(word, word) for word in loose).split()
        if reading.corrections:
            others = dict(_synonyms(loose))
        nothing_else = not reading.corrections and not any(
            map(terms.known, [*query.words, *others])
        )
        guesses = _guesses(known, set(reading.unknown) - set(reading.corrections), nothing_else)
        reading.is_guess = nothing_else and bool(guesses)
        others |= guesses
        terms.add(_lookup({*loose, *others}, collections))
    counts: Counter[str] = Counter(loose)
    counts.update(word for phrase in query.phrases for word in phrase)
    counts.update(dict.fromkeys(query.compounds, 1))
    weights = {word: float(count) for word, count in counts.items()}
    for word, weight in others.items():
        weights[word] = max(weights.get(word, 0.0), weight)
    reading.asked = terms.asked(weights, collections)
    reading.pairs = [pair for part in (loose, *query.phrases) for pair in pairs(part)]
    reading.excluded = [one.pk for word in query.excluded for one in terms.of(word)]
    reading.marked = frozenset(
        (one.stem, one.language) for word in weights for one in terms.of(word)
    )
    return reading


class _Terms:
    """Terms by stem and language, for words of any language."""

    def __init__(self, rows: Iterable[Term], languages: Iterable[str]) -> None:
        self.rows = {(term.stem, term.language): term for term in rows}
        self.languages = list(languages)

    def add(self, other: "_Terms") -> None:
        self.rows.update(other.rows)

    def of(self, word: str) -> list[Term]:
        keys = [(tokens.stem(word, language), language) for language in self.languages]
        return [self.rows[key] for key in keys if key in self.rows]

    def known(self, word: str) -> bool:
        return bool(self.of(word))

    def asked(self, weights: dict[str, float], collections: dict[str, Collection]) -> list[Asked]:
        found: dict[int, Asked] = {}
        spoken = self._spoken(weights)
        for word, weight in weights.items():
            for term in self.of(word):
                collection = collections[term.language]
                sum_of = weight * _rarity(term.entries, collection.entries)
                sum_of *= spoken[term.language] ** 2
                if word in STOP_WORDS.get(term.language, ()):
                    sum_of *= LITTLE
                if before := found.get(term.pk):
                    sum_of += before.weight
                found[term.pk] = Asked.of(term, sum_of, collection)
        return list(found.values())

    def _spoken(self, words: Iterable[str]) -> dict[str, float]:
        """How much of the question each language knows, against the one that knows most of it.

        An English word is rare in French answers, so without this it would lead to them first.
        """
        known = Counter(term.language for word in set(words) for term in self.of(word))
        most = max(known.values(), default=1)
        return {language: known[language] / most for language in self.languages}


def _rarity(entries: int, of: int) -> float:
    """Inverse document frequency, as BM25 has it; never negative, so common words count a little."""
    of = max(of, entries)
    return math.log(1 + (of - entries + 0.5) / (entries + 0.5))


def _lookup(words: set[str], collections: dict[str, Collection]) -> _Terms:
    stems = {tokens.stem(word, language) for word in words for language in collections}
    return _Terms(Term.objects.filter(stem__in=stems, entries__gt=0), collections)


def _guesses(known: Vocabulary, words: set[str], nothing_else: bool) -> dict[str, float]:
    """Words that begin like those that occur nowhere; if all else fails, any that resemble them."""
    found: dict[str, float] = {}
    for word in sorted(words):
        found |= known.relatives(word) or (known.resembling(word) if nothing_else else {})
    return {word: LIKE_ONE_ASKED * share for word, share in found.items()}


def _synonyms(words: list[str]) -> list[tuple[str, float]]:
    """The other words of each synonym that the question holds, with what each counts."""
    keys = [key(word) for word in words]
    found: list[tuple[str, float]] = []
    for synonym in Synonym.objects.filter(starts__overlap=keys) if keys else []:
        members = synonym.members()
        if any(_holds(keys, member) for member in members):
            for member, spelled in zip(members, synonym.spelled(), strict=True):
                if not _holds(keys, member):
                    found += [(word, LIKE_ONE_ASKED / len(spelled)) for word in spelled]
    return found


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def _none_yet() -> dict[str, Collection]:
    """Before the first refresh."""
    now = vocabulary.clock()
    return {
        language: Collection(
            language=language, entries=1, length=100, title_length=5, refreshed_at=now
        )
        for language in ["en", "fr"]
    }
