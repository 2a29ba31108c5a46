"""What changed between two versions."""

from dataclasses import replace

from guides.changes import anchors_changed, between
from guides.content import Section
from tests.factories.guides import CONTENT, reworded

OLD = CONTENT.with_anchors(set())


def _said(old, new):
    return [(it.kind, it.anchor) for it in between(old, new)]


def test_nothing_changed_is_nothing():
    assert between(OLD, OLD) == []


def test_a_reworded_criterion_shows_the_words_that_changed():
    new = reworded(OLD, "cluster-the-countries", meets="three methods are compared.")

    (change,) = between(OLD, new)

    assert (change.kind, change.part_kind, change.title) == (
        "changed",
        "criterion",
        "Cluster the countries",
    )
    (difference,) = change.differences
    assert difference.field == "Meets expectations when"
    assert [(it.kind, it.text) for it in difference.lines[0]][:2] == [
        ("removed", "two"),
        ("added", "three"),
    ]


def test_added_removed_and_the_brief_are_told():
    new = replace(OLD, brief="Another", sections=(*OLD.sections[1:], Section("Third", "third")))

    assert _said(OLD, new) == [
        ("changed", "brief"),
        ("added", "third"),
        ("removed", "first-session-frame-the-question"),
    ]


def test_a_part_that_only_stands_elsewhere_is_moved():
    new = replace(OLD, sections=OLD.sections[::-1])

    changes = _said(OLD, new)

    assert [kind for kind, _anchor in changes] == ["moved"]
    assert anchors_changed(OLD, new) == frozenset()
