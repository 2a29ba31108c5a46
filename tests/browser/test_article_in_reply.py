"""A manager finds an answer under the reply and puts it in, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from mentorhub.search import vocabulary
from tests.cast import Cast
from tests.factories import contact, helpcenter
from tests.rig.stack import Stack

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def test_a_link_goes_in_at_the_cursor(stack: Stack, somebody: Somebody, cast: Cast) -> None:
    with_a_real_password(cast.manager)
    asked = contact.routed(cast.mentor, cast.path, cast.topic)
    helpcenter.article("A no-show", body="Wait for fifteen minutes.")
    vocabulary.refresh()
    stack.start_web()
    page = somebody.opens(f"{stack.url}{asked.desk_url}")
    sign_in(page, cast.manager)
    reply = page.locator("#answer-body")
    reply.fill("Hello Amina,\n\nBest")
    reply.evaluate("box => box.setSelectionRange(14, 14)")

    page.locator(".composer-articles:not(.composer-ready) > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("fifteen")
    insert = page.get_by_role("button", name="Insert link")
    expect(insert).to_have_count(1)
    page.keyboard.press("Tab")  # the button, then the title
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(insert).to_be_focused()
    page.keyboard.press("Enter")

    expect(reply).to_be_focused()
    written = reply.input_value()
    assert written.startswith("Hello Amina,\n\nA no-show\nhttp") and written.endswith("\n\nBest")
    expect(page.locator(".composer-articles:not(.composer-ready) [role=status]")).to_have_text(
        "Put into your answer."
    )
