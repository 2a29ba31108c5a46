"""Every version and every save is kept: to be read, compared, and brought back."""

import pytest
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from tests.cast import sign_in
from tests.factories import guides as factory
from tests.factories.guides import reworded

from .editing import (
    change,
    drafted,
    page_of,
)


def test_the_history_lists_versions_shows_one_compares_two_and_restores(browser, guide, cast):
    first = guide.current.content
    factory.next_version(
        guide, reworded(first, "clean-the-data", missed="Units."), "Units", cast.editor
    )

    history = browser.get(page_of(guide, "history")).content.decode()
    assert "First version" in history and "Units" in history
    old = browser.get(page_of(guide, "version", 1)).content.decode()
    assert "Countries with two names." in old and "Units." not in old
    compared = browser.get(page_of(guide, "compare"), {"old": 2, "new": 1}).content.decode()
    assert "Units</ins>" in compared and "Cluster the countries" not in compared

    wrong = {"version": 1, "seen_version": 0}
    browser.post(page_of(guide, "restore"), wrong)
    assert drafted(guide) != first
    seen = Guide.objects.get(pk=guide.pk).version
    browser.post(page_of(guide, "restore"), {"version": 1, "seen_version": seen})

    assert drafted(guide) == first
    assert Guide.objects.get().current.number == 2


def test_an_earlier_save_of_the_draft_comes_back(browser, guide, cast):
    number = change(guide, cast.editor, missed="Units.")
    seen = change(guide, cast.administrator, missed="Nothing.")

    browser.post(page_of(guide, "restore"), {"save_number": number, "seen_version": seen})

    assert drafted(guide).part("clean-the-data").missed == "Units."


@pytest.mark.parametrize(
    "asked", [{}, {"version": 9, "seen_version": 2}, {"save_number": 2, "seen_version": 2}]
)
def test_what_was_never_there_is_not_restored(browser, guide, asked):
    """The second save is that of the publication: there was no draft after it."""
    assert browser.post(page_of(guide, "restore"), asked).status_code == 404


def test_the_history_asks_as_many_questions_for_many_versions(
    browser, guide, cast, django_assert_num_queries
):
    browser.get(page_of(guide, "history"))
    for number in range(2):
        with django_assert_num_queries(7):
            browser.get(page_of(guide, "history"))
        for more in range(4):
            content = reworded(guide.drafted, "clean-the-data", missed=f"{number}{more}")
            factory.next_version(guide, content, by=cast.editor)


def test_a_guide_that_was_published_is_not_deleted(guide, cast):
    browser = sign_in(Client(), cast.administrator)

    for response in [
        browser.get(page_of(guide, "delete")),
        browser.post(page_of(guide, "delete"), {"post": "yes"}),
    ]:
        assert "This guide was published, so it is not deleted." in response.content.decode()
    assert Guide.objects.exists()


def test_one_that_never_was_is_deleted_by_an_administrator_alone(browser, cast):
    guide = factory.draft(cast.path)

    assert browser.post(page_of(guide, "delete"), {"post": "yes"}).status_code == 404
    sign_in(Client(), cast.administrator).post(page_of(guide, "delete"), {"post": "yes"})

    assert not Guide.objects.exists()


def test_a_path_with_a_guide_is_not_deleted_and_neither_is_the_project(guide, cast):
    browser = sign_in(Client(), cast.administrator)
    url = reverse("admin:paths_path_delete", args=[cast.path.pk])

    assert browser.post(url, {"post": "yes"}).status_code == 200

    guide.refresh_from_db()
