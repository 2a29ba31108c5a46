"""A project's guide as a folder of Markdown, which authors keep in git.

    project.md                                 path, number, title, editor; below them the brief
    assessment.md                              how the whole is assessed; no head
    sections/01-<anchor>.md                    title, anchor; then the texts
    deliverables/01-<anchor>/deliverable.md    title, anchor; then the text
    deliverables/01-<anchor>/criteria/01-<anchor>.md

Texts of a part stand under lines such as <!-- aims -->. Nothing here knows the database.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from django.core.validators import slug_re

from mentorhub.content import front_matter
from mentorhub.content.reports import Unusable

from .content import TAKEN_ANCHORS, Content, Criterion, Deliverable, PartText, Section

LARGEST_NUMBER = 32_767
LONGEST_ANCHOR = 120
BLOCK = re.compile(r"<!-- ([a-z]+) -->")
ESCAPED_BLOCK = re.compile(r"\\*<!-- [a-z]+ -->")


@dataclass(frozen=True)
class Project:
    """What a folder says."""

    path: str
    number: int
    title: str
    content: Content
    editor: str = ""  # an address; "": the folder says nothing of it


def tidied(content: Content) -> Content:
    """The same without what a file cannot keep: line ends of other systems, empty lines around."""
    return replace(
        content,
        brief=_tidy(content.brief),
        assessment=_tidy(content.assessment),
        sections=tuple(map(_tidied, content.sections)),
        deliverables=tuple(
            replace(_tidied(it), criteria=tuple(map(_tidied, it.criteria)))
            for it in content.deliverables
        ),
    )


def files(project: Project) -> dict[str, str]:
    """Each file of the folder with what stands in it."""
    content = tidied(project.content)
    head = {"path": project.path, "number": project.number, "title": project.title}
    if project.editor:
        head["editor"] = project.editor
    made = {"project.md": front_matter.written(head, content.brief)}
    if content.assessment:
        made["assessment.md"] = f"{content.assessment}\n"
    for name, section in _named(content.sections):
        made[f"sections/{name}.md"] = _of_part(section)
    for name, deliverable in _named(content.deliverables):
        made[f"deliverables/{name}/deliverable.md"] = _of_part(deliverable)
        for criterion_name, criterion in _named(deliverable.criteria):
            file = f"deliverables/{name}/criteria/{criterion_name}.md"
            made[file] = _of_part(criterion)
    return made


def read(folder: Path) -> Project:
    """What a folder says; raises Unusable with every file that cannot be used, and why."""
    wrong: list[str] = []
    taken: set[Path] = set()

    def take(file: Path, how: Callable[[Path], Any]) -> Any:
        taken.add(file)
        try:
            return how(file)
        except (Unusable, OSError) as error:
            wrong.append(f"{file.relative_to(folder)}: {error}")
            return None

    def parts(place: Path, kind: type[PartText]) -> tuple[Any, ...]:
        found = [take(file, lambda file: _part(file, kind)) for file in _in_order(place, "*.md")]
        return tuple(filter(None, found))

    def deliverable(place: Path) -> Any:
        file = place / "deliverable.md"
        found = take(file, lambda file: _part(file, Deliverable, name=place.name))
        criteria = parts(place / "criteria", Criterion)
        return found and replace(found, criteria=criteria)

    head, brief = take(folder / "project.md", _head) or ({}, "")
    assessment = folder / "assessment.md"
    content = Content(
        brief=brief,
        assessment=take(assessment, front_matter.read_text) if assessment.is_file() else "",
        sections=parts(folder / "sections", Section),
        deliverables=tuple(
            filter(None, map(deliverable, _in_order(folder / "deliverables", "*/")))
        ),
    )
    wrong += [
        f"{file.relative_to(folder)}: in no place of a project" for file in stray(folder, taken)
    ]
    anchors = Counter(part.anchor for part in content.parts())
    wrong += [f"{n} parts have the anchor {anchor}" for anchor, n in anchors.items() if n > 1]
    if wrong:
        raise Unusable("; ".join(wrong))
    return Project(content=tidied(content), **head)


def stray(folder: Path, known: set[Path]) -> Iterator[Path]:
    """Markdown files of a project's folder that are none of the known ones."""
    for file in sorted(folder.rglob("*.md")):
        hidden = any(name.startswith(".") for name in file.relative_to(folder).parts)
        if file not in known and not hidden:
            yield file


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()


def _tidied(part: Any) -> Any:
    texts = {name: _tidy(getattr(part, name)) for name in part.TEXTS}
    return replace(part, title=" ".join(part.title.split()), **texts)


def _named(parts: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    digits = max(2, len(str(len(parts))))
    for at, part in enumerate(parts, 1):
        yield f"{at:0{digits}}-{part.anchor}", part


def _of_part(part: PartText) -> str:
    blocks = []
    for name, text in part.texts:
        if name != "text":
            blocks.append(f"<!-- {name} -->")
        blocks.append("\n".join(map(_escaped, text.split("\n"))))
    return front_matter.written({"title": part.title, "anchor": part.anchor}, "\n\n".join(blocks))


def _escaped(line: str) -> str:
    return f"\\{line}" if ESCAPED_BLOCK.fullmatch(line) else line


def _head(file: Path) -> tuple[dict[str, Any], str]:
    if not file.is_file():
        raise Unusable("the file is missing")
    data, brief = front_matter.read(file)
    front_matter.only(data, {"path", "number", "title", "editor"})
    number = data.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= LARGEST_NUMBER:
        raise Unusable("number must be a whole number from 1 on")
    head = {"path": front_matter.words(data, "path"), "title": front_matter.words(data, "title")}
    editor = front_matter.words(data, "editor") if data.get("editor") else ""
    return head | {"number": number, "editor": editor}, brief


def _in_order(place: Path, pattern: str) -> list[Path]:
    """By the number in front of the name."""
    found = [it for it in place.glob(pattern) if not it.name.startswith(".")]
    if pattern == "*/":
        found = [it for it in found if it.is_dir()]
    return sorted(found, key=lambda it: (_number(it.name), it.name))


def _number(name: str) -> int:
    digits = re.match(r"[0-9]{1,9}(?=-)", name)
    return int(digits[0]) if digits else LARGEST_NUMBER


def _part(file: Path, kind: type[PartText], name: str = "") -> Any:
    if not file.is_file():
        raise Unusable("the file is missing")
    data, body = front_matter.read(file)
    front_matter.only(data, {"title", "anchor"})
    return kind(
        title=front_matter.words(data, "title"),
        anchor=_anchor(data, name or file.stem),
        **_texts(body, kind),
    )


def _anchor(head: dict[str, Any], name: str) -> str:
    """Its own, else that of the file's name."""
    of_name = re.sub(r"^[0-9]+-", "", name)
    anchor = front_matter.words(head, "anchor") if "anchor" in head else of_name
    if not slug_re.fullmatch(anchor) or len(anchor) > LONGEST_ANCHOR:
        raise Unusable("anchor must be letters, digits and hyphens, 120 at most")
    if anchor in TAKEN_ANCHORS:
        raise Unusable(f"anchor {anchor} is one that the page itself uses")
    return anchor


def _texts(body: str, kind: type[PartText]) -> dict[str, str]:
    known = {it.name for it in fields(kind)} & set(kind.TEXTS)
    texts: dict[str, list[str]] = {}
    name = "text"
    for line in body.split("\n"):
        block = BLOCK.fullmatch(line.rstrip())
        if block:
            name = block[1]
            if name not in known:
                raise Unusable(f"<!-- {name} --> is none of {', '.join(kind.TEXTS)}")
            if name in texts:
                raise Unusable(f"<!-- {name} --> stands there twice")
            texts[name] = []
        else:
            unescaped = line[1:] if line[:1] == "\\" and ESCAPED_BLOCK.fullmatch(line) else line
            texts.setdefault(name, []).append(unescaped)
    made = {name: _tidy("\n".join(lines)) for name, lines in texts.items()}
    if "text" not in known and made.pop("text", ""):
        raise Unusable(f"words stand before the first of {', '.join(kind.TEXTS)}")
    return made
