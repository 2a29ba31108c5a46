"""docs/security.md says which test keeps which row; this keeps the page true."""

import ast
import re

from tests.source import ROOT, our_tests

ROWS = [f"R{number:02}" for number in range(1, 29)] + [f"S{number:02}" for number in range(1, 47)]


def table() -> dict[str, str]:
    """The last cell of each row."""
    text = (ROOT / "docs/security.md").read_text()
    return dict(re.findall(r"^\| ([RS]\d\d) \| [^|]+ \| (.+) \|$", text, re.M))


def every_test() -> set[str]:
    """The name of every test that there is."""
    return {
        node.name
        for module in our_tests()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_row_of_the_bar_is_listed_once():
    text = (ROOT / "docs/security.md").read_text()
    assert re.findall(r"^\| ([RS]\d\d) \|", text, re.M) == ROWS
    assert list(table()) == ROWS


def test_every_test_that_is_named_is_there_and_carries_the_number():
    known = every_test()
    for row, cell in table().items():
        named = re.findall(r"`(test_\w+)`", cell)
        assert [name for name in named if name not in known] == [], row
        assert [name for name in named if f"_{row.lower()}_" not in name] == [], row
        assert bool(named) != cell.startswith("later: "), f"{row}: its tests, or later and why"


def test_a_row_that_comes_later_has_no_test_yet():
    """Else the page would hide what is done: name the tests there instead."""
    later = [row for row, cell in table().items() if cell.startswith("later: ")]
    done = {
        row: sorted(name for name in every_test() if f"_{row.lower()}_" in name[:14])
        for row in later
    }
    assert {row: names for row, names in done.items() if names} == {}
