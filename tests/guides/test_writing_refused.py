"""What cannot be saved is told beside its box, and everything typed is kept."""

import pytest
from django.urls import reverse

from guides.content import Content, Section
from guides.models import Guide, Part
from tests.factories import guides as factory
from tests.factories.guides import CONTENT

from .editing import (
    drafted,
    note,
    opened,
    screen,
    sent,
)


def refused(browser, guide, **typed) -> str:
    """The page that comes back; the text typed is still in it."""
    response = browser.post(screen(guide), opened(browser, guide) | {"brief": "Kept"} | typed)
    assert response.status_code == 422
    assert drafted(guide) == guide.current.content
    assert sent(response)["brief"] == "Kept"
    return response.content.decode()


def test_a_section_of_300_kb_is_refused_beside_its_box(browser, guide):
    page = refused(browser, guide, **{"section-0-text": "x" * 300_000})

    assert "300000 characters are too many, 100000 fit. Split it into sections." in page
    assert 'href="#id_section-0-text"' in page
    assert "x" * 300_000 in page


def test_a_part_without_a_title_is_refused_beside_its_box(browser, guide):
    page = refused(browser, guide, **{"criterion-2-title": " "})

    assert 'href="#id_criterion-2-title"' in page
    assert "Give it a title, or remove it." in page


def test_criteria_under_a_deliverable_without_a_word_are_refused(browser, guide):
    form = sent(browser.post(screen(guide), opened(browser, guide) | {"act": "add:deliverable"}))

    response = browser.post(screen(guide), form | {"criterion-2-deliverable": "2"})

    assert response.status_code == 422
    assert response.context["form"].problems[0].box == "id_deliverable-2-title"
    assert drafted(guide) == guide.current.content


@pytest.mark.parametrize("deliverable", ["7", "x", ""])
def test_a_criterion_of_no_deliverable_is_refused_and_shown(browser, guide, deliverable):
    page = refused(browser, guide, **{"criterion-0-deliverable": deliverable})

    assert "Choose the deliverable that it is checked on." in page
    assert "Criteria without a deliverable" in page


@pytest.mark.parametrize(
    "wrong",
    [{"seen_version": ""}, {"section_count": "301"}, {"act": "destroy"}, {"brief": "a\x00b"}],
)
def test_what_no_page_of_ours_sends_changes_nothing(browser, guide, wrong):
    response = browser.post(screen(guide), opened(browser, guide) | {"brief": "New"} | wrong)

    assert response.status_code == 422
    assert drafted(guide) == guide.current.content


def test_too_many_parts_are_refused(browser, guide):
    many = {f"section-{at}-title": f"Session {at}" for at in range(201)}

    page = refused(browser, guide, section_count="201", **many)

    assert "A guide has 200 parts at most." in page


@pytest.mark.parametrize(
    "more", [{"brief": "x" * 1_100_000}, {f"field-{at}": "x" for at in range(2600)}]
)
def test_what_is_far_too_large_changes_nothing_and_says_where_the_text_is(browser, guide, more):
    """The page itself tells before it sends; this is what is left without JavaScript."""
    response = browser.post(screen(guide), opened(browser, guide) | more)

    assert response.status_code in {400, 413}
    assert "Your text is still there." in response.content.decode()
    assert drafted(guide) == guide.current.content


def test_an_anchor_of_another_guide_is_that_of_a_new_part(browser, guide, cast):
    factory.guide(
        cast.other_path,
        content=Content(
            sections=(Section("Foreign", text="x"),) + CONTENT.sections,
            deliverables=CONTENT.deliverables,
        ),
    )
    form = opened(browser, guide) | {"section-0-anchor": "foreign"}

    browser.post(screen(guide), form)

    assert drafted(guide).part("foreign") is None
    assert drafted(guide).sections[0].anchor == "first-session-frame-the-question-2"


@pytest.mark.parametrize(
    "forged", ["clean-the-data", "second-session-group-the-countries", "é", "a b"]
)
def test_nobody_gives_a_part_the_anchor_of_another(browser, guide, forged):
    """That of another kind, that of its neighbour, and what is none."""
    browser.post(screen(guide), opened(browser, guide) | {"section-0-anchor": forged})

    anchors = [part.anchor for part in drafted(guide).parts()]
    assert len(set(anchors)) == len(anchors)
    assert drafted(guide).part("clean-the-data").kind == "criterion"


def test_a_part_that_is_put_back_has_its_anchor_again(browser, guide):
    form = opened(browser, guide)
    browser.post(screen(guide), form | {"section-0-removed": "on"})
    version = Guide.objects.get().version

    browser.post(screen(guide), form | {"seen_version": version})

    assert drafted(guide) == guide.current.content


def test_a_removed_part_with_open_notes_says_so_and_loses_none(browser, guide, cast):
    part = Part.objects.get(anchor="clean-the-data")
    note(part, cast.mentor)

    page = browser.get(screen(guide)).content.decode()
    assert "1 open note" in page
    browser.post(screen(guide), opened(browser, guide) | {"criterion-0-removed": "on"})
    publish = reverse("admin:guides_guide_publish", args=[guide.pk])
    assert "A part with 1 open note is removed." in browser.get(publish).content.decode()

    browser.post(
        publish, {"why": "Gone", "weight": "change", "seen_version": Guide.objects.get().version}
    )

    part.refresh_from_db()
    assert (part.is_current, part.notes.count()) == (False, 1)
