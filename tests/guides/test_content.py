"""What a guide says, as a value."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from guides.content import Content, Criterion, Deliverable, Section
from tests.factories.guides import CONTENT


def test_what_is_kept_as_json_comes_back_the_same():
    content = CONTENT.with_anchors(set())

    assert Content.from_data(content.as_data()) == content


def test_data_of_a_later_release_is_read_without_what_it_has_more():
    data = {"sections": [{"title": "One", "anchor": "one", "video": "x"}], "mood": "good"}

    assert Content.from_data(data) == Content(sections=(Section("One", "one"),))


def test_each_part_gets_an_anchor_made_of_its_title():
    content = CONTENT.with_anchors(set())

    assert [part.anchor for part in content.parts()] == [
        "first-session-frame-the-question",
        "second-session-group-the-countries",
        "notebook",
        "clean-the-data",
        "cluster-the-countries",
        "slides",
        "recommend-markets",
    ]


def test_an_anchor_survives_a_new_title():
    content = Content(sections=(Section("Frame it", "first-session"),))

    assert content.with_anchors(set()) == content


def test_two_parts_of_one_title_get_two_anchors():
    content = Content(sections=(Section("Plan"), Section("Plan"))).with_anchors(set())

    assert [part.anchor for part in content.parts()] == ["plan", "plan-2"]


def test_a_new_part_never_gets_the_anchor_of_one_that_is_gone():
    content = Content(sections=(Section("Plan"),)).with_anchors({"plan"})

    assert content.sections[0].anchor == "plan-2"


def test_a_section_of_300_kb_is_refused_with_its_name():
    content = Content(sections=(Section("Plan", text="x" * 300_000),))

    with pytest.raises(ValidationError) as caught:
        content.check()

    assert caught.value.messages == [
        "Plan, text: 300000 characters are too many, 100000 fit. Split it into sections."
    ]


def test_a_part_without_a_title_is_refused():
    content = Content(deliverables=(Deliverable("Notebook", criteria=(Criterion("  "),)),))

    with pytest.raises(ValidationError, match="needs a title"):
        content.check()


def test_two_parts_of_one_anchor_are_refused():
    content = Content(sections=(Section("One", "same"), Section("Two", "same")))

    with pytest.raises(ValidationError, match="same anchor"):
        content.check()


def test_an_empty_criterion_is_not_published():
    bare = replace(CONTENT, deliverables=(Deliverable("Notebook", criteria=(Criterion("Run"),)),))

    with pytest.raises(ValidationError) as caught:
        bare.check_publishable()

    assert caught.value.messages == ["“Run” says nothing yet."]


def test_a_guide_without_criteria_is_not_published():
    with pytest.raises(ValidationError, match="Write a criterion first"):
        replace(CONTENT, deliverables=()).check_publishable()
