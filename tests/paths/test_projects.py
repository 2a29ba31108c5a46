"""Administrators number the projects of a path."""

import pytest
from django.test import Client
from django.urls import reverse

from mentorhub.paths.models import Project, slug_now
from tests.cast import Cast, sign_in
from tests.factories import guides


@pytest.fixture
def browser(cast: Cast) -> Client:
    return sign_in(Client(), cast.administrator)


def sent(cast: Cast, *projects: tuple[object, int, str], **more: object) -> dict[str, object]:
    """The form of the path with these projects: id or nothing, number, title."""
    fields: dict[str, object] = {
        "name": cast.path.name,
        "slug": cast.path.slug,
        "projects-TOTAL_FORMS": len(projects),
        "projects-INITIAL_FORMS": sum(1 for pk, _number, _title in projects if pk),
    }
    for at, (pk, number, title) in enumerate(projects):
        row = {"id": pk, "path": cast.path.pk, "number": number, "title": title}
        fields |= {f"projects-{at}-{name}": value for name, value in row.items()}
    return fields | more


@pytest.mark.parametrize("both_new", [True, False])
def test_a_number_used_twice_is_told_and_changes_nothing(browser, cast, both_new):
    one, two = cast.path.projects.order_by("number")
    rows = [(one.pk, 1, "Renamed"), (two.pk, 2, two.title)]
    rows += [("", 3, "A"), ("", 3, "B")] if both_new else [("", 2, "Again")]

    response = browser.post(
        reverse("admin:paths_path_change", args=[cast.path.pk]), sent(cast, *rows)
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert f"The number {3 if both_new else 2} is used twice. Give each project" in page
    assert sorted(Project.objects.filter(path=cast.path).values_list("number", "title")) == [
        (1, one.title),
        (2, two.title),
    ]


def test_a_project_with_a_guide_is_not_deleted(browser, cast):
    guide = guides.guide(cast.path)
    one, two = cast.path.projects.order_by("number")
    rows = [(one.pk, 1, one.title), (two.pk, 2, two.title)]
    form = sent(cast, *rows) | {"projects-1-DELETE": "on"}

    response = browser.post(reverse("admin:paths_path_change", args=[cast.path.pk]), form)

    assert response.status_code == 200
    assert "would require deleting the following protected related objects" in (
        response.content.decode()
    )
    guide.refresh_from_db()


def test_an_address_from_before_a_path_was_renamed_still_leads_to_its_guides(client, cast):
    guides.guide(cast.path)
    client.force_login(cast.mentor)
    cast.path.slug = "data-analysis"
    cast.path.save()

    for address in ["/guides/data-analyst/", "/guides/data-analyst/2/mentor-guide/"]:
        page = client.get(address)
        assert page.status_code == 200
        assert "/guides/data-analysis/2/" in page.content.decode()


def test_a_path_that_takes_an_old_address_keeps_it(cast):
    cast.path.slug = "data-analysis"
    cast.path.save()

    cast.other_path.slug = "data-analyst"
    cast.other_path.save()

    assert slug_now("data-analyst") == "data-analyst"
    assert slug_now("ux-designer") == "data-analyst"
