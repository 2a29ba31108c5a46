"""What changed between two versions of a guide, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from mentorhub.content import revisions
from mentorhub.content.revisions import Difference

from .content import Content


@dataclass(frozen=True)
class Change:
    """One part that is not as it was. `kind` is added, removed, changed or moved."""

    kind: str
    part_kind: str  # section, deliverable, criterion; "" for the texts of the whole guide
    anchor: str
    title: str
    texts: Sequence[tuple[str, str, str]] = ()  # name, before, after of those that differ

    @cached_property
    def differences(self) -> Sequence[Difference]:
        """Word by word. It costs too much to be made where nobody looks at it."""
        return [revisions.difference(*text) for text in self.texts]


def between(old: Content, new: Content) -> list[Change]:
    """Every part that changed, in the reading order of the new one; what was removed comes last."""
    return [*_of_the_whole(old, new), *_of_parts(old, new), *_removed(old, new)]


def anchors_changed(old: Content, new: Content) -> frozenset[str]:
    """The parts of the new one that a reader of the old one has yet to read."""
    return frozenset(
        change.anchor for change in between(old, new) if change.kind in {"added", "changed"}
    )


def of_part(was: Any, part: Any) -> list[Difference]:
    """What one part says otherwise than it did; either is None where it did not stand."""
    return [revisions.difference(*it) for it in _differing(was, part)] if was or part else []


def _of_the_whole(old: Content, new: Content) -> Iterator[Change]:
    for anchor, name in [("brief", _("Brief")), ("assessment", _("How to assess"))]:
        before, after = getattr(old, anchor), getattr(new, anchor)
        if before != after:
            yield Change("changed", "", anchor, name, [(name, before, after)])


def _of_parts(old: Content, new: Content) -> Iterator[Change]:
    before = {part.anchor: part for part in old.parts()}
    moved = _moved(old, new)
    for part in new.parts():
        was = before.get(part.anchor)
        if was is None:
            yield Change("added", part.kind, part.anchor, part.title)
        elif texts := _differing(was, part):
            yield Change("changed", part.kind, part.anchor, part.title, texts)
        elif part.anchor in moved:
            yield Change("moved", part.kind, part.anchor, part.title)


def _removed(old: Content, new: Content) -> Iterator[Change]:
    there = {part.anchor for part in new.parts()}
    for part in old.parts():
        if part.anchor not in there:
            yield Change("removed", part.kind, part.anchor, part.title, _differing(part, None))


def _differing(was: Any, part: Any) -> list[tuple[str, str, str]]:
    """Title and texts that are not the same; None for one that is not there."""
    names = {"title": _("Title")} | {
        name: label or _("Text") for name, label in (part or was).TEXTS.items()
    }
    return [
        (str(label), before, after)
        for name, label in names.items()
        if (before := getattr(was, name, "") if was else "")
        != (after := getattr(part, name, "") if part else "")
    ]


def _moved(old: Content, new: Content) -> set[str]:
    """Parts that stand elsewhere among those that both have: the fewest that explain the order."""
    both = {part.anchor for part in old.parts()} & {part.anchor for part in new.parts()}
    before = [part.anchor for part in old.parts() if part.anchor in both]
    after = [part.anchor for part in new.parts() if part.anchor in both]
    return set(after) - set(revisions.kept_in_order(before, after))
