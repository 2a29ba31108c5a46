"""Searching as people do it: by keyboard, with a slip, and with no answer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from mentorhub.search import indexing, vocabulary
from mentorhub.search.models import QueryLog
from mentorhub.search.registry import Document
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

TEXTS = [
    ("My student did not come to the session", "Wait fifteen minutes, then declare a no-show."),
    ("When are invoices paid?", "Invoices are paid on the tenth of each month. " * 12),
    ("Correct an invoice", "Ask for a credit note before the invoice is paid."),
]


@pytest.fixture
def site(stack: Stack) -> Stack:
    """The site with a few public texts in its index."""
    documents = [
        Document(number, "/", title, body, timezone.now(), is_public=True, category="Payments")
        for number, (title, body) in enumerate(TEXTS)
    ]
    indexing.write("text", documents)
    vocabulary.refresh()
    stack.start_web()
    return stack


def test_suggestions_are_chosen_by_keyboard_alone(site: Stack, somebody: Somebody) -> None:
    page = somebody.opens(f"{site.url}/accounts/login/")
    box = page.get_by_role("combobox", name="Search for")
    box.focus()
    page.keyboard.type("inv")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.locator(".combobox [role=status]")).to_have_text("2 suggestions")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("inv")

    assert not QueryLog.objects.exists()  # what is typed is nobody's business
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/")
    opened = QueryLog.objects.filter(query="inv", origin="suggestions", clicked=1)
    wait_until(opened.exists, "the choice to be noted")


def test_a_slip_is_corrected_and_the_way_back_leads_to_a_request(
    site: Stack, somebody: Somebody
) -> None:
    page = somebody.opens(f"{site.url}/search/")
    page.get_by_role("combobox", name="Search for").fill("invocies")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Showing results for invoices")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Search for invocies instead").click()
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("main").get_by_role("link", name="Submit a request").click()
    expect(page.get_by_label("Subject")).to_have_value("invocies")


def test_it_works_without_javascript_and_on_a_small_screen(site: Stack, somebody: Somebody) -> None:
    page = somebody.opens(
        f"{site.url}/", java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Search for").fill("what if my student does not come")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".results h3").first).to_have_text("My student did not come to the session")
    assert page.locator("html").bounding_box()["width"] <= 320


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
