"""An own request that asks the same, beside the subject while one types."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from contact.models import Request
from tests.cast import Cast
from tests.factories import contact
from tests.rig.stack import Stack

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def test_what_was_asked_before_is_offered_and_takes_the_text(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    with_a_real_password(cast.mentor)
    waiting = contact.routed(cast.mentor, cast.path, cast.topic, subject="Student changes path")
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)

    page.get_by_label("Message").fill("It is urgent now.")
    page.get_by_label("Subject").press_sequentially("A student changes their path")
    expect(page.get_by_role("heading", name="You asked this already?")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=waiting.reference).first).to_be_attached()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    page.get_by_role("button", name=f"Add my text to {waiting.reference}").click()
    expect(page.get_by_text("Your reply is sent.")).to_be_visible()
    assert waiting.messages.latest("pk").body.endswith("It is urgent now.")

    # Whoever saw it and sends all the same is not stopped again.
    page.goto(f"{stack.url}/contact/")
    expect(page.get_by_label("Message")).to_have_value("")
    page.get_by_text("Student progress").click()
    page.get_by_label("Message").fill("Another one.")
    page.get_by_label("Subject").press_sequentially("A student changes their path")
    expect(page.get_by_role("heading", name="You asked this already?")).to_be_visible()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
    assert Request.objects.count() == 2


def test_without_javascript_it_is_shown_once(stack: Stack, somebody: Somebody, cast: Cast) -> None:
    with_a_real_password(cast.mentor)
    contact.routed(cast.mentor, cast.path, cast.topic, subject="Student changes path")
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/?next=/contact/", java_script_enabled=False)
    sign_in(page, cast.mentor)
    page.get_by_label("Student progress").check()
    page.get_by_label("Subject").fill("A student changes their path")
    page.get_by_label("Message").fill("It is urgent now.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Nothing is sent yet.")).to_be_visible()
    page.get_by_role("button", name="Send as a new request").click()

    expect(page.get_by_text("We have your request:")).to_be_visible()
    assert Request.objects.count() == 2
