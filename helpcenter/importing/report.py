"""What an import did, one line for each thing."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    MADE = "made"
    CHANGED = "changed"
    SAME = "unchanged"
    SKIPPED = "skipped"


class Unusable(Exception):
    """A thing that cannot be imported, and why; the others go on."""


@dataclass
class Report:
    """Grows while the import runs."""

    lines: list[tuple[Outcome, str, str]] = field(default_factory=list)

    def add(self, outcome: Outcome, what: str, why: str = "") -> None:
        """Note what became of one thing."""
        self.lines.append((outcome, what, why))

    def count(self, outcome: Outcome) -> int:
        return Counter(outcome for outcome, _what, _why in self.lines)[outcome]

    def in_words(self) -> list[str]:
        """One line for each thing that was not left as it was, and the sum."""
        told = [
            f"{outcome}: {what}{f' ({why})' if why else ''}"
            for outcome, what, why in self.lines
            if outcome != Outcome.SAME
        ]
        return [*told, ", ".join(f"{self.count(outcome)} {outcome}" for outcome in Outcome)]
