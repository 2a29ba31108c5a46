"""How long it takes to compare two versions of a large guide: `pytest -q -s tests/bench/versions.py`.

A guide of 30 sections and 60 criteria. What it is compared with is one rendering of its Markdown,
which the Mentor Guide tab does as well when nothing of it is kept yet.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from guides.changes import anchors_changed, between
from guides.content import Content, Criterion, Deliverable, Section
from mentorhub.content import markdown

TEXT = "\n\n".join(
    f"Paragraph {n}: begin with the client and not with the data, then *compare* two methods."
    for n in range(12)
)
ROUNDS = 5


def large() -> Content:
    """The guide of the issue's proof."""
    sections = tuple(Section(f"Session {n}", f"s{n}", text=f"{n} {TEXT}") for n in range(30))
    criteria = tuple(
        Criterion(f"Criterion {n}", f"c{n}", checked=f"{n}", meets=f"{n} {TEXT}", missed="x")
        for n in range(60)
    )
    return Content("", "", sections, (Deliverable("All", "all", criteria=criteria),))


def reworded(content: Content, most: int) -> Content:
    """The same with two words changed in that many sections."""
    sections = (
        replace(it, text=it.text.replace("client", "reader").replace("two", "three"))
        for it in content.sections[:most]
    )
    return replace(content, sections=(*sections, *content.sections[most:]))


def milliseconds(act: Callable[[], object]) -> float:
    """The best of some rounds."""
    spent = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        act()
        spent.append(time.process_time() - begun)
    return min(spent) * 1000


def test_compare_two_versions() -> None:
    old = large()

    def render() -> None:
        markdown.render.cache_clear()
        for part in old.parts():
            for _name, text in part.texts:
                markdown.render(text)

    base = milliseconds(render)
    print(f"\nrender it once: {base:.1f} ms")
    for most in [0, 1, 30]:
        new = reworded(old, most)
        spent = milliseconds(lambda new=new: between(old, new))
        print(f"compare, {most:2} sections changed: {spent:6.1f} ms, {spent / base:.2f} of it")
    spent = milliseconds(lambda: anchors_changed(old, reworded(old, 30)))
    print(f"which anchors changed, of 30: {spent:.1f} ms")
