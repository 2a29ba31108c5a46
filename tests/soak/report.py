"""The table that make soak prints and docs/soak.md keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEAD = ["row", "load", "fault", "expected", "counted", "seconds"]
BEGIN, END = "<!-- what follows is written by make soak -->", "<!-- until here -->"


@dataclass
class Result:
    """What one run of one row came to."""

    row: str
    load: str
    fault: str
    expected: str
    counted: str
    seconds: float = 0.0


def table(results: Sequence[Result]) -> list[str]:
    """As Markdown: one line for each fault, with what each of its rounds counted."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    faults: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        faults.setdefault((result.row, result.fault), []).append(result)
    for _key, rounds in sorted(faults.items()):
        first = rounds[0]
        counted = "; ".join(dict.fromkeys(result.counted for result in rounds))
        seconds = ", ".join(f"{result.seconds:.0f}" for result in rounds)
        cells = [first.row, first.load, first.fault, first.expected, counted, seconds]
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return lines


def write(path: Path, lines: Sequence[str]) -> None:
    """Put the table in the place of the one that stands in the file."""
    before, _, rest = path.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text("\n".join([before + BEGIN, "", *lines, "", END]) + after)
