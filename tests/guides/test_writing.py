"""Editors write a guide on one screen in the admin; nothing of it reaches a reader."""

import pytest
from django.urls import reverse

from guides.models import Guide
from mentorhub.content import revisions
from mentorhub.paths.models import Path
from tests.factories import guides as factory
from tests.factories import paths

from .editing import (
    drafted,
    long_content,
    opened,
    screen,
    sent,
    titles,
)


def test_a_form_sent_back_untouched_saves_nothing(browser, guide):
    before = guide.version

    response = browser.post(screen(guide), opened(browser, guide))

    assert response.status_code == 302
    guide.refresh_from_db()
    assert (guide.draft, guide.version) == (None, before)


def test_what_is_typed_is_the_draft_and_readers_keep_what_is_published(browser, guide, mentor):
    form = opened(browser, guide)

    browser.post(screen(guide), form | {"section-0-title": "Begin", "criterion-1-meets": "Three."})

    draft = drafted(guide)
    assert draft.sections[0].title == "Begin"
    assert draft.part("cluster-the-countries").meets == "Three."
    assert draft.sections[0].anchor == "first-session-frame-the-question"
    assert Guide.objects.visible_to(mentor).get().current.content == guide.current.content


def test_lines_come_back_as_they_were_typed(browser, guide):
    form = opened(browser, guide) | {"brief": "One\r\n\r\n- two\r\n"}

    browser.post(screen(guide), form)

    assert drafted(guide).brief == "One\n\n- two\n"


def test_a_button_adds_a_part_and_keeps_what_is_typed(browser, guide):
    form = opened(browser, guide) | {"brief": "Typed before", "act": "add:criterion-1"}

    response = browser.post(screen(guide), form)

    assert drafted(guide) == guide.current.content
    added = sent(response)
    assert added["brief"] == "Typed before"
    assert added["criterion_count"] == 4
    assert added["criterion-3-deliverable"] == "1"
    browser.post(screen(guide), added | {"criterion-3-title": "Be brief", "criterion-3-meets": "x"})
    assert titles(drafted(guide))[-2:] == ["Recommend markets", "Be brief"]


@pytest.mark.parametrize("what", ["section", "deliverable"])
def test_a_section_or_deliverable_is_added_at_the_end(browser, guide, what):
    form = sent(browser.post(screen(guide), opened(browser, guide) | {"act": f"add:{what}"}))

    browser.post(screen(guide), form | {f"{what}-2-title": "Last of all"})

    parts = drafted(guide).sections if what == "section" else drafted(guide).deliverables
    assert [part.title for part in parts][-1] == "Last of all"
    assert parts[-1].anchor == "last-of-all"


def test_a_button_moves_a_part_and_its_anchor_goes_along(browser, guide):
    response = browser.post(screen(guide), opened(browser, guide) | {"act": "up:section-1"})
    browser.post(screen(guide), sent(response))

    assert [part.anchor for part in drafted(guide).sections] == [
        "second-session-group-the-countries",
        "first-session-frame-the-question",
    ]


def test_the_first_part_moves_no_higher(browser, guide):
    response = browser.post(screen(guide), opened(browser, guide) | {"act": "up:criterion-0"})

    assert response.context["form"].content() == guide.current.content


def test_a_number_moves_a_part_as_well(browser, guide):
    form = opened(browser, guide) | {"criterion-0-place": "9"}

    browser.post(screen(guide), form)

    assert [it.title for it in drafted(guide).deliverables[0].criteria] == [
        "Cluster the countries",
        "Clean the data",
    ]


def test_a_criterion_moves_to_another_deliverable(browser, guide):
    form = opened(browser, guide) | {"criterion-0-deliverable": "1", "criterion-0-place": "9"}

    browser.post(screen(guide), form)

    assert [it.title for it in drafted(guide).deliverables[1].criteria] == [
        "Recommend markets",
        "Clean the data",
    ]


def test_a_removed_deliverable_takes_its_criteria_along(browser, guide):
    browser.post(screen(guide), opened(browser, guide) | {"deliverable-0-removed": "on"})

    assert titles(drafted(guide))[2:] == ["Slides", "Recommend markets"]


def test_a_part_that_was_added_and_left_blank_is_not_saved(browser, guide):
    form = sent(browser.post(screen(guide), opened(browser, guide) | {"act": "add:section"}))

    browser.post(screen(guide), form)

    assert drafted(guide) == guide.current.content


def test_a_preview_shows_all_tabs_of_what_is_typed_and_saves_nothing(browser, guide):
    form = opened(browser, guide) | {
        "brief": "**New** <script>alert(1)</script>",
        "criterion-0-title": "Clean it all",
    }

    response = browser.post(reverse("admin:guides_guide_preview", args=[guide.pk]), form)

    page = response.content.decode()
    assert "<strong>New</strong> &lt;script&gt;" in page
    for words in ["Clean it all", "Begin with the client", "Slides", "Ask for the reasons"]:
        assert words in page
    assert drafted(guide) == guide.current.content


def test_an_editor_begins_the_guide_of_a_project_that_has_none(browser, guide, cast):
    add = reverse("admin:guides_guide_add")
    other = cast.path.projects.get(number=1)
    page = browser.get(add).content.decode()
    assert f'value="{other.pk}"' in page
    assert f'value="{guide.project_id}"' not in page

    response = browser.post(add, {"project": other.pk})

    made = Guide.objects.get(project=other)
    assert response.url == screen(made)
    assert made.editor == cast.editor
    assert browser.get(screen(made)).status_code == 200


def test_a_project_has_one_guide(browser, guide):
    response = browser.post(reverse("admin:guides_guide_add"), {"project": guide.project_id})

    assert response.status_code == 422
    assert "This project has a guide already. Choose another." in response.content.decode()
    assert Guide.objects.count() == 1


def test_a_path_without_projects_says_what_to_do(browser, cast):
    empty = paths.path("Product Manager")
    Path.objects.exclude(pk=empty.pk).update(is_open=True)

    page = browser.get(reverse("admin:guides_guide_add")).content.decode()

    assert "These paths have no projects yet:</b> Product Manager" in page
    assert "Ask an administrator" in page


def test_the_screen_asks_as_many_questions_for_sixty_criteria_as_for_three(
    browser, cast, django_assert_num_queries
):
    small = factory.guide(cast.path)
    large = factory.draft(cast.path, 1, long_content())
    for guide in [small, large]:
        browser.get(screen(guide))
        with django_assert_num_queries(6):
            assert browser.get(screen(guide)).status_code == 200


def test_a_guide_of_thirty_sections_and_sixty_criteria_is_saved_in_one_go(browser, cast):
    guide = factory.draft(cast.path, 1, long_content())
    form = opened(browser, guide)

    browser.post(screen(guide), form | {"criterion-59-meets": "Better."})

    assert list(drafted(guide).criteria)[59].meets == "Better."
    assert revisions.of(guide).count() == 2
