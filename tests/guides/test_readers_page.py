"""Editors see who has read a guide, and what waits."""

import pytest
from django.urls import reverse

from guides.drafting import open_to
from guides.models import Guide
from mentorhub.people.models import Role
from tests.factories import guides as factory
from tests.factories import people
from tests.factories.guides import reworded

from .editing import (
    change,
    page_of,
    read,
)


def test_editors_see_who_has_read_the_present_version_and_who_has_not_first(browser, guide, cast):
    mentor, colleague, assessor = cast.mentor, cast.colleague, cast.assessor
    cast.other_mentor, cast.manager  # noqa: B018 (made when asked for)
    read(guide, colleague, guide.current)
    second = factory.next_version(guide, reworded(guide.drafted, "notebook", text="Two"))
    read(guide, mentor, second)

    response = browser.get(page_of(guide, "readers"))

    people_shown = [(it.name, it.has_read, it.read) for it, _kinds in response.context["people"]]
    assert people_shown == [
        ("Priya Nair", False, 1),
        ("Jonas Keller", False, None),
        ("Amina Berger", True, 2),
    ]
    assert "1 of 3 mentors and assessors have read version 2." in response.content.decode()
    assert assessor.email not in response.content.decode()


def test_people_of_a_path_it_is_open_to_are_readers_too(browser, guide, cast):
    leo = cast.other_mentor
    form = {"editor": "", "opened_to": [cast.other_path.pk]}

    browser.post(page_of(guide, "readers"), form)

    guide.refresh_from_db()
    assert guide.editor is None
    assert Guide.objects.visible_to(leo).exists()
    response = browser.get(page_of(guide, "readers"))
    assert [(it, kinds) for it, kinds in response.context["people"]] == [
        (leo, "mentor (UX Designer)")
    ]


def test_a_mentor_is_no_editor_of_a_guide(browser, guide, mentor):
    response = browser.post(page_of(guide, "readers"), {"editor": mentor.pk})

    assert response.status_code == 422
    assert Guide.objects.get().editor != mentor


def test_the_readers_are_asked_for_in_as_many_questions_however_many_they_are(
    browser, guide, cast, django_assert_num_queries
):
    browser.get(page_of(guide, "readers"))
    for start in [0, 60]:
        for number in range(start, start + 3 + start):
            person = people.user(f"P{number} Reader", email=f"p{number}@example.org")
            people.role(person, Role.Kind.MENTOR, cast.path)
        with django_assert_num_queries(11):
            assert browser.get(page_of(guide, "readers")).status_code == 200
    assert "Page 1 of 2" in browser.get(page_of(guide, "readers")).content.decode()


LIST = reverse("admin:guides_guide_changelist")


def test_the_list_says_what_waits_and_who_has_read(browser, guide, cast):
    read(guide, cast.mentor, guide.current)
    read(guide, cast.other_mentor, guide.current)  # was on the path once
    assert cast.assessor
    factory.draft(cast.path, 1)
    open_to(guide, [])
    change(guide, cast.editor, missed="Units.")

    response = browser.get(LIST)

    (shown,) = [it for it in response.context["cl"].result_list if it == guide]
    assert (shown.read_by, shown.people, shown.has_draft, shown.open_notes) == (1, 2, True, 0)
    page = response.content.decode()
    assert "1 of 2" in page and "draft waits" in page
    assert [str(it) for it in response.context["waiting"]] == [
        "Data Analyst, 2. Run a market study",
        "Data Analyst, 1. Clean three sources",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [("draft=waits", 1), ("draft=new", 1), ("draft=none", 1), ("q=market", 1), ("q=analyst", 2)],
)
def test_the_list_is_filtered_and_searched(browser, guide, cast, query, found):
    factory.draft(cast.path, 1)

    response = browser.get(f"{LIST}?{query}")

    assert len(response.context["cl"].result_list) == found


def test_the_list_asks_as_many_questions_for_many_guides(
    browser, guide, cast, django_assert_num_queries
):
    browser.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(LIST)
    factory.draft(cast.path, 1)
    factory.guide(cast.other_path, 1)
    factory.guide(cast.other_path, 2)
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(LIST)


LIST_QUERIES = 7
