"""The project's own source, read once, for the tests that look at it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["mentorhub", "contact", "guides", "helpcenter", "webinars", "newsletter", "community"]


@dataclass(frozen=True)
class Module:
    """One Python file of ours; `name` is its path below the project."""

    name: str
    text: str
    tree: ast.Module

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.name

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Each call, with the last part of what is called: delay for task.delay(1)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield _last_part(node.func), node

    def imports(self) -> Iterator[str]:
        """The full names of what it imports, relative imports resolved, wherever they stand."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._package(node.level) if node.level else ""
                start = ".".join(part for part in [base, node.module or ""] if part)
                yield from (f"{start}.{name.name}" for name in node.names)

    def _package(self, level: int) -> str:
        return ".".join(self.name.removesuffix(".py").split("/")[:-level])


def _last_part(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _read(path: Path) -> Module:
    text = path.read_text()
    return Module(str(path.relative_to(ROOT)), text, ast.parse(text))


@cache
def modules() -> list[Module]:
    """Every Python file of the seven packages."""
    return [_read(path) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def our_tests() -> list[Module]:
    """Every Python file of the tests."""
    return [_read(path) for path in sorted((ROOT / "tests").rglob("*.py"))]
