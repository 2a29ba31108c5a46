"""Whom a note of any channel names: "@Amina Berger", or "@Amina" where there is but one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .models import User

AT = re.compile(r"(?<![\w@./-])@(?=\w)")  # not the one in an email address
CODE = re.compile(r"(`{3,}|~{3,}).*?(?:\1|\Z)|`[^`\n]*`", re.S)
WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True)
class Mentions:
    """The people that a text names; and the names that are nobody's, or several people's."""

    people: Sequence[User] = ()
    unknown: Sequence[str] = ()
    ambiguous: Sequence[str] = ()


def find(text: str, people: Iterable[User]) -> Mentions:
    """The longest name after each @ counts. Case, accents and code do not."""
    names = _by_name(people)
    longest_first = sorted(names, key=len, reverse=True)
    found: dict[int, User] = {}
    unknown, ambiguous = [], []
    text = CODE.sub(" ", text)
    for at in AT.finditer(text):
        rest = _folded(text[at.end() : at.end() + 200])
        name = next((it for it in longest_first if _begins(rest, it)), None)
        if name is None:
            word = WORD.match(text, at.end())
            unknown.append(word[0] if word else "")
        elif len(names[name]) > 1:
            ambiguous.append(str(names[name][0]) if " " in name else names[name][0].first_name)
        else:
            found[names[name][0].pk] = names[name][0]
    return Mentions(
        list(found.values()), list(dict.fromkeys(unknown)), list(dict.fromkeys(ambiguous))
    )


def _by_name(people: Iterable[User]) -> Mapping[str, Sequence[User]]:
    """People by full name; by the first one too, unless it is all of somebody's name."""
    full: dict[str, list[User]] = {}
    first: dict[str, list[User]] = {}
    for person in people:
        full.setdefault(_folded(person.name), []).append(person)
        first.setdefault(_folded(person.first_name), []).append(person)
    return {name: who for name, who in {**first, **full}.items() if name}


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def _folded(text: str) -> str:
    """Without case, accents and repeated blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(it for it in plain if not unicodedata.combining(it)).split())
