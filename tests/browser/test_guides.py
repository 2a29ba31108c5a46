"""Guides in a browser: a mentor finds a project, reads, sees what changed, confirms, ticks off."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from guides import reading
from guides.models import Guide, Reading
from tests.cast import Cast
from tests.factories import guides as factory
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password
from .test_accessible import DESKTOP, PHONE, enter, problems

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

PROJECT = "/guides/data-analyst/2/"


def next_version(of: Guide) -> None:
    """One criterion says more, one section is gone."""
    content = factory.reworded(of.current.content, "clean-the-data", meets="every choice is named.")
    factory.next_version(of, replace(content, sections=content.sections[:1]), "Made plain")


def test_a_mentor_finds_a_project_reads_it_sees_what_changed_and_confirms(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    guide = factory.guide(cast.path)
    with_a_real_password(cast.mentor)
    stack.start_web()

    # They find the project of their path, and that they were here is noted by itself.
    page = somebody.opens(f"{stack.url}/accounts/login/?next=/")
    sign_in(page, cast.mentor)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guides").click()
    page.get_by_role("link", name="2. Run a market study").click()
    page.get_by_role("link", name="Mentor Guide").click()
    expect(page.get_by_role("heading", name="First session: frame the question")).to_be_visible()
    wait_until(lambda: Reading.objects.filter(seen=guide.current).exists(), "the visit")
    assert Reading.objects.get().confirmed is None

    # A new version: the home page says so, and the difference stands at the criterion.
    next_version(guide)
    page.goto(f"{stack.url}/")
    expect(page.get_by_text("2 changes since you read it")).to_be_visible()
    page.get_by_role("link", name="2. Run a market study").click()
    expect(page.get_by_text("2 sections and criteria changed since version 1")).to_be_visible()
    criterion = page.locator("#clean-the-data")
    criterion.get_by_text("What changed since version 1").click()
    expect(criterion.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="I have read version 2").click()
    expect(page.get_by_text("Noted: you have read version 2.")).to_be_visible()
    expect(page.get_by_text("sections and criteria changed")).to_have_count(0)
    assert Reading.objects.get().confirmed == guide.current


def test_an_old_link_leads_to_where_the_part_stood_and_says_so(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    next_version(factory.guide(cast.path))
    stack.start_web()
    page = somebody.opens(f"{stack.url}/")
    enter(page, stack, cast.mentor)

    page.goto(f"{stack.url}{PROJECT}mentor-guide/#second-session-group-the-countries")
    expect(page.get_by_text("is not in the guide any more")).to_be_visible()
    expect(page).to_have_url(f"{stack.url}{PROJECT}mentor-guide/#first-session-frame-the-question")
    # A deliverable stands on another tab.
    page.goto(f"{stack.url}{PROJECT}history/#notebook")
    expect(page).to_have_url(f"{stack.url}{PROJECT}deliverables/#notebook")
    page.goto(f"{stack.url}{PROJECT}assessment/#nothing-like-it")
    expect(page.get_by_text("This guide has no part “nothing-like-it”.")).to_be_visible()
    expect(page).to_have_url(f"{stack.url}{PROJECT}mentor-guide/")


def test_a_checklist_is_kept_by_student_and_in_this_browser_only(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    factory.guide(cast.path)
    stack.start_web()
    page = somebody.opens(f"{stack.url}/")
    enter(page, stack, cast.mentor)
    sent: list[str] = []
    page.goto(f"{stack.url}{PROJECT}mentor-guide/")
    page.wait_for_load_state("networkidle")  # the visit is noted
    page.on("request", lambda request: sent.append(request.url))

    def ticked() -> list[bool]:
        return [it.is_checked() for it in page.locator(".checklist [type=checkbox]").all()]

    name = page.get_by_label("Student", exact=True)
    tick = page.get_by_role("checkbox", name="Second session: group the countries")
    expect(tick).to_be_disabled()
    name.fill("Sam")
    tick.check()
    expect(page.get_by_text("Kept in this browser.")).to_be_visible()
    name.fill("Kim")
    assert ticked() == [False, False]
    assert sent == []

    page.reload()
    expect(name).to_have_value("Sam")
    assert ticked() == [False, True]
    page.get_by_role("button", name="Forget this student").click()
    page.reload()
    expect(name).to_have_value("")

    without = somebody.opens(f"{stack.url}/", java_script_enabled=False)
    enter(without, stack, cast.mentor)
    without.goto(f"{stack.url}{PROJECT}mentor-guide/")
    expect(without.get_by_role("heading", name="Criteria", exact=True)).to_be_visible()
    expect(without.get_by_text("Checklist for a student")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r28_every_page_of_guides_is_accessible_and_fits_a_phone(
    stack: Stack, somebody: Somebody, cast: Cast, scheme: str
) -> None:
    guide = factory.guide(cast.path)
    reading.confirm(guide.current, cast.mentor)
    next_version(guide)
    stack.start_web()
    page = somebody.opens(f"{stack.url}/", color_scheme=scheme, bypass_csp=True)
    enter(page, stack, cast.mentor)

    found: list[str] = []
    tabs = ["", "deliverables/", "mentor-guide/", "assessment/", "history/", "print/"]
    for address in ["/", "/guides/", "/guides/data-analyst/", *(PROJECT + tab for tab in tabs)]:
        for size in [PHONE, DESKTOP]:
            page.set_viewport_size(size)
            page.goto(stack.url + address)
            _open_all(page)
            found += problems(page, f"{address} at {size['width']}")

    assert found == []


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((it) => { it.open = true; })")
