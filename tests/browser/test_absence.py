"""A manager goes away and comes back: planned, handed over with a preview, taken back; R28 for its pages."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from contact.models import Request
from tests.cast import Cast
from tests.factories import contact, people
from tests.rig.stack import Stack

from .conftest import Somebody
from .test_accessible import DESKTOP, PHONE, enter, problems

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

TODAY = timezone.localdate()


@pytest.fixture
def requests(cast: Cast) -> list[Request]:
    """Camille's, with a note and a reply."""
    assert cast.manager and cast.other_manager
    made = [
        contact.routed(cast.mentor, cast.path, cast.topic, subject=subject)
        for subject in ["A late student", "A lost notebook"]
    ]
    contact.note(made[0], cast.manager)
    contact.reply(made[0], "He wrote to me that he was ill, and asks for two more weeks. " * 4)
    return made


def test_a_manager_hands_over_and_takes_back(
    stack: Stack, somebody: Somebody, cast: Cast, requests: list[Request]
) -> None:
    stack.start_web()
    page = somebody.opens(f"{stack.url}/")
    enter(page, stack, cast.manager)
    page.goto(f"{stack.url}{reverse('admin:people_absence_changelist')}")
    page.get_by_role("link", name="Plan an absence").click()
    page.get_by_label("First day").fill(TODAY.isoformat())
    page.get_by_label("Last day").fill((TODAY + datetime.timedelta(days=7)).isoformat())
    page.get_by_label("Covered by").select_option(label="David Okafor")
    page.get_by_role("button", name="Plan the absence").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Brief of Camille Laurent")
    page.get_by_label("A lost notebook").uncheck()
    expect(page.get_by_label("Hand over to")).to_have_value(str(cast.other_manager.pk))
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_text("One mentor reads who answers now")).to_be_visible()
    page.get_by_role("button", name="Hand over 1 request").click()
    expect(page.get_by_text("1 request is with David Okafor now.")).to_be_visible()

    page.goto(f"{stack.url}{reverse('admin:people_absence_changelist')}")
    page.get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Back already").click()
    page.get_by_role("button", name="Show what will happen").click()
    page.get_by_role("button", name="Take back 1 request").click()
    expect(page.get_by_text("1 request is with Camille Laurent now.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r28_the_pages_of_an_absence_are_accessible_and_fit_a_phone(
    stack: Stack, somebody: Somebody, cast: Cast, requests: list[Request], scheme: str
) -> None:
    absence = people.absence(cast.manager, cover=cast.other_manager)
    stack.start_web()
    manager, desk = cast.manager.pk, "/admin/contact/request/"
    addresses = [
        reverse("admin:people_absence_changelist"),
        reverse("admin:people_absence_add"),
        reverse("admin:people_absence_change", args=[absence.pk]),
        reverse("admin:people_absence_delete", args=[absence.pk]),
        reverse("admin:contact_taking_back", args=[manager]),
        f"{desk}?view=paths",
        requests[0].desk_url,
        reverse("admin:contact_handover", args=[manager]),
    ]
    page = somebody.opens(f"{stack.url}/", color_scheme=scheme, bypass_csp=True)
    enter(page, stack, cast.manager)
    found: list[str] = []
    for address in addresses:
        page.goto(stack.url + address)
        found += at_both_sizes(page, address)
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Hand over 2 requests to David Okafor?"
    )
    found += at_both_sizes(page, "the preview")
    page.goto(f"{stack.url}{addresses[1]}")
    page.get_by_label("First day").fill(TODAY.isoformat())
    page.get_by_label("Last day").fill(TODAY.isoformat())
    page.get_by_role("button", name="Plan the absence").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += at_both_sizes(page, "a plan that is refused")

    assert found == []


def at_both_sizes(page: Page, where: str) -> list[str]:
    found = []
    for size in [PHONE, DESKTOP]:
        page.set_viewport_size(size)
        found += problems(page, f"{where} at {size['width']}")
    return found
