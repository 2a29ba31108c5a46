"""An upload shows how far it is, can be stopped, and brings what is to be corrected into its place."""

from collections.abc import Callable
from pathlib import Path as Folder
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from contact.models import Attachment, Request
from tests.cast import Cast
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
OFFLINE = {**SLOW, "offline": True}
QUICK = {**SLOW, "uploadThroughput": -1}


@pytest.fixture
def page(stack: Stack, somebody: Somebody, cast: Cast, tmp_path: Folder) -> Page:
    """The form, filled in, with a file of 2 MB."""
    with_a_real_password(cast.mentor)
    cast.topic  # noqa: B018 (made when asked for)
    (tmp_path / "plan.txt").write_text("A plan. " * 250_000)
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)
    page.get_by_text("Student progress").click()
    page.get_by_label("Subject").fill("Change of path")
    page.get_by_label("Message").fill("See the plan.")
    page.get_by_label("Attachments").set_input_files(tmp_path / "plan.txt")
    return page


Line = Callable[[dict[str, Any]], None]


@pytest.fixture
def line(page: Page) -> Line:
    """Makes the line to the server slow, or breaks it."""
    session = page.context.new_cdp_session(page)
    return lambda conditions: session.send("Network.emulateNetworkConditions", conditions)


def test_an_upload_shows_how_far_it_is_and_can_be_stopped(page: Page, line: Line) -> None:
    line(SLOW)
    page.get_by_role("button", name="Send the request").click()
    bar = page.get_by_role("progressbar", name="Upload")
    expect(bar).to_be_visible()
    wait_until(lambda: bar.evaluate("(it) => it.value") > 10, "the bar to move")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    expect(page.get_by_role("button", name="Stop the upload")).to_be_focused()
    page.get_by_role("button", name="Stop the upload").click()

    expect(page.get_by_text("Stopped. Nothing was sent")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value("See the plan.")
    assert not Request.objects.exists()

    line(QUICK)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
    assert Attachment.objects.get().size == 2_000_000
    page.get_by_label("Your reply").fill("Another one.")
    page.get_by_label("Attachments").set_input_files(
        {"name": "b.txt", "mimeType": "text/plain", "buffer": b"words " * 100_000}
    )
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("Your reply is sent.")).to_be_visible()
    expect(page.get_by_role("link", name="b.txt")).to_be_visible()


def test_what_is_to_be_corrected_comes_back_in_place_with_the_files(page: Page) -> None:
    page.get_by_label("Subject").fill("   ")
    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("link", name="Subject: Say in a few words")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value("See the plan.")
    expect(page.get_by_label("Attach plan.txt")).to_be_checked()
    page.get_by_label("Subject").fill("Change of path")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
    assert Attachment.objects.get().name == "plan.txt"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_line_that_breaks_leaves_all_as_it_was(
    page: Page, line: Line, somebody: Somebody
) -> None:
    line(OFFLINE)
    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_text("The connection broke. Nothing was sent")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value("See the plan.")
    somebody.complaints.clear()  # Chromium's own, of the line
    line(QUICK)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
