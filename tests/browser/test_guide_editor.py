"""Guides in the admin, in a browser: an editor drafts, previews, publishes and restores."""

import re

import pytest
from playwright.sync_api import Page, expect

from guides.models import Guide
from tests.cast import Cast
from tests.factories import guides as factory
from tests.guides.editing import drafted
from tests.rig.stack import Stack

from .conftest import Somebody
from .test_accessible import PHONE, enter, problems

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def part(page: Page, title: str):
    """A part by its title, with what stands in it."""
    return page.locator("[data-part]", has=page.locator("> details > summary", has_text=title))


def opened(page: Page, title: str):
    """The same, unfolded."""
    found = part(page, title).last
    found.locator("> details > summary").click()
    return found


def test_an_editor_drafts_reorders_by_keyboard_previews_publishes_and_restores(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    guide = factory.guide(cast.path, editor=cast.editor)
    first = guide.current.content
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/")
    enter(page, stack, cast.editor)
    page.goto(f"{stack.url}/admin/guides/guide/{guide.pk}/change/")

    # A criterion is added with the toolbar at hand, and moved up by the keyboard.
    opened(page, "Notebook")
    part(page, "Notebook").first.get_by_role("button", name="Add a criterion").click()
    page.keyboard.type("Explain each choice")
    added = part(page, "Explain each choice").last
    text = added.get_by_label("Meets expectations when")
    text.fill("the reasons are written down")
    text.press("ControlOrMeta+a")
    added.get_by_role("toolbar").nth(1).get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**the reasons are written down**")
    expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()
    up = added.get_by_role("button", name="Move up: Explain each choice")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Moved to position 1 of 3")).to_be_visible()
    expect(up).to_be_focused()

    # A section is moved by dragging it.
    handle = part(page, "Second session").locator("[data-handle]")
    handle.drag_to(part(page, "First session"), target_position={"x": 60, "y": 4})
    expect(part(page, "Second session").get_by_label("Position")).to_have_value("1")

    # The preview shows it; nothing is saved.
    with page.context.expect_page() as tab:
        page.get_by_role("button", name="Preview").click()
    preview = tab.value
    expect(preview.locator("strong", has_text="the reasons are written down")).to_be_visible()
    assert drafted(guide) == first

    # A reload keeps what is typed.
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_timeout(1500)  # it is kept when nobody typed for a moment
    page.reload()
    page.get_by_role("button", name="Put it into the boxes").click()
    expect(part(page, "Explain each choice").last.get_by_label("Position")).to_have_value("1")

    page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_text("The draft is saved. Readers do not see it yet.")).to_be_visible()
    assert [it.title for it in drafted(guide).deliverables[0].criteria] == [
        "Explain each choice",
        "Clean the data",
        "Cluster the countries",
    ]
    assert [it.title[:6] for it in drafted(guide).sections] == ["Second", "First "]

    # Publishing says what changes and asks why.
    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_role("heading", name="Explain each choice")).to_be_visible()
    page.get_by_label("What changed and why").fill("Assessors ask for the reasons")
    page.get_by_role("button", name="Publish for all readers").click()
    expect(page.get_by_text("Version 2 is published")).to_be_visible()
    assert Guide.objects.get().current.why == "Assessors ask for the reasons"

    # The history compares, and brings the first version back as a draft.
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Compare the chosen versions").click()
    expect(page.get_by_role("heading", name="Explain each choice")).to_be_visible()
    page.get_by_role("link", name="Back to the history").click()
    page.get_by_role("button", name="Restore as draft 1").first.click()
    expect(page.get_by_text("The old text is the draft.")).to_be_visible()
    assert drafted(guide) == first
    expect(page).to_have_url(re.compile(r"/change/$"))


def test_too_much_to_send_is_told_before_it_is_sent_and_the_text_stays(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    guide = factory.guide(cast.path, editor=cast.editor)
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/")
    enter(page, stack, cast.editor)
    page.goto(f"{stack.url}/admin/guides/guide/{guide.pk}/change/")

    page.get_by_text("Text of the brief").click()
    page.get_by_role("textbox", name="Brief").fill("x" * 1_100_000)
    page.get_by_role("button", name="Save draft").last.click()

    expect(page.get_by_text("This is too much to send at once")).to_be_visible()
    assert len(page.get_by_role("textbox", name="Brief").input_value()) == 1_100_000
    assert drafted(guide) == guide.current.content


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editors_pages_are_accessible_and_fit_a_phone(
    stack: Stack, somebody: Somebody, cast: Cast, scheme: str
) -> None:
    guide = factory.guide(cast.path, editor=cast.editor)
    assert cast.mentor
    second = factory.reworded(guide.current.content, "clean-the-data", missed="Units.")
    factory.next_version(guide, second, by=cast.editor)
    stack.start_web()
    page = somebody.opens(f"{stack.url}/", color_scheme=scheme, bypass_csp=True)
    enter(page, stack, cast.editor)
    base = f"{stack.url}/admin/guides/guide/"
    own = ["change/", "publish/", "history/", "readers/", "versions/1/", "compare/?old=1&new=2"]

    found = []
    for address in [base, f"{base}add/", *(f"{base}{guide.pk}/{it}" for it in own)]:
        for size in [PHONE, {"width": 1280, "height": 900}]:
            page.set_viewport_size(size)
            page.goto(address)
            found += problems(page, f"{address} at {size['width']}")
    page.goto(f"{base}{guide.pk}/change/")
    page.get_by_role("button", name="Open all").click()
    found += problems(page, "every part unfolded")

    assert found == []
