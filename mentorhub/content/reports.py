"""What an import did, one line for each thing."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError


class Outcome(StrEnum):
    MADE = "made"
    CHANGED = "changed"
    SAME = "unchanged"
    SKIPPED = "skipped"


class Unusable(Exception):
    """A thing that cannot be imported, and why; the others go on."""


class Left(Exception):
    """A thing that is better left as it is here, and why: nothing is wrong with it."""


@dataclass
class Report:
    """Grows while the import runs."""

    lines: list[tuple[Outcome, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unusable: int = 0

    def add(self, outcome: Outcome, what: str, why: str = "") -> None:
        """Note what became of one thing. Skipped means that it could not be used."""
        self.lines.append((outcome, what, why))
        self.unusable += outcome == Outcome.SKIPPED

    def leave(self, what: str, why: str) -> None:
        """Note that one thing was skipped on purpose, which is no failure."""
        self.lines.append((Outcome.SKIPPED, what, why))

    def note(self, sentence: str) -> None:
        """Say something that whoever runs the import should know."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def count(self, outcome: Outcome) -> int:
        return Counter(outcome for outcome, _what, _why in self.lines)[outcome]

    def in_words(self) -> list[str]:
        """One line for each thing that was not left as it was, what else to know, and the sum."""
        told = [
            f"{outcome}: {what}{f' ({why})' if why else ''}"
            for outcome, what, why in self.lines
            if outcome != Outcome.SAME
        ]
        told += [f"note: {sentence}" for sentence in self.notes]
        return [*told, ", ".join(f"{self.count(outcome)} {outcome}" for outcome in Outcome)]


def in_words(error: ValidationError) -> str:
    """What a model refused, with the names of the fields."""
    if not hasattr(error, "error_dict"):
        return "; ".join(error.messages)
    return "; ".join(f"{key}: {' '.join(said)}" for key, said in error.message_dict.items())
