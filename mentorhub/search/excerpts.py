"""The part of a text that shows why it was found."""

from dataclasses import dataclass

from . import tokens

LONGEST_TEXT = 20_000  # characters that are looked through
WIDTH = 220

Marked = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Piece:
    """A piece of text, and whether it was looked for."""

    text: str
    is_found: bool


def marked(text: str, language: str, sought: Marked) -> list[Piece]:
    """The whole text in pieces, what was looked for apart."""
    pieces, at = [], 0
    for start, end in _places(text, language, sought):
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], False))
    return pieces


def excerpt(text: str, language: str, sought: Marked, common: Marked) -> list[Piece]:
    """The stretch with most of what was looked for; `common` words count only where no other is."""
    text = " ".join(text[:LONGEST_TEXT].split())
    places = _places(text, language, sought - common) or _places(text, language, sought)
    start = _best_start(text, places)
    end = len(text) if len(text) - start <= WIDTH * 1.2 else text.rfind(" ", start, start + WIDTH)
    if end <= start:
        end = start + WIDTH
    pieces = marked(text[start:end], language, sought - common)
    before, after = [Piece("… ", False)] * (start > 0), [Piece(" …", False)] * (end < len(text))
    return [*before, *pieces, *after]


def _places(text: str, language: str, sought: Marked) -> list[tuple[int, int]]:
    known: dict[str, bool] = {}
    found = []
    for match in tokens.WORD.finditer(text):
        word = match[0]
        if word not in known:
            parts, compound = tokens.read(word)
            known[word] = any(
                (tokens.stem(part, language), language) in sought for part in (*parts, compound)
            )
        if known[word]:
            found.append((match.start(), match.end()))
    return found


def _best_start(text: str, places: list[tuple[int, int]]) -> int:
    """Where a sentence or a word begins before the stretch that holds most different words."""
    best, most = 0, 0
    for number, (start, _end) in enumerate(places):
        here = {text[a:b].casefold() for a, b in places[number : number + 30] if b < start + WIDTH}
        if len(here) > most:
            best, most = start, len(here)
    if best < WIDTH // 2:
        return 0
    sentence = max(text.rfind(mark, best - WIDTH // 2, best) for mark in [". ", "? ", "! "])
    return sentence + 2 if sentence >= 0 else text.rfind(" ", 0, best - 30) + 1
