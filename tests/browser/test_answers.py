"""Answers under the subject, and from no answer to the draft of one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from contact.models import Request
from mentorhub.search import vocabulary
from mentorhub.search.models import QueryLog
from tests.cast import Cast
from tests.factories import helpcenter
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def test_answers_show_while_one_types_and_opening_one_leaves_the_text_in_place(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    with_a_real_password(cast.mentor)
    cast.topic  # noqa: B018 (made when asked for)
    helpcenter.public("When are invoices paid?")
    vocabulary.refresh()
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)

    page.get_by_label("Message").fill("I am waiting since a month.")
    page.get_by_label("Subject").press_sequentially("my invoice")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(page.locator(".answers [aria-live=polite]")).to_contain_text("1 answer may help")
    assert not QueryLog.objects.exists()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="When are invoices paid?").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("When are invoices paid?")
    wait_until(lambda: QueryLog.objects.deflected().exists(), "the opening to be noted")
    expect(page.get_by_label("Subject")).to_have_value("my invoice")
    expect(page.get_by_label("Message")).to_have_value("I am waiting since a month.")
    expect(page.get_by_text("Did that answer it?")).to_be_visible()

    # It did not: then the request says what was read, and nothing was deflected.
    page.get_by_text("Student progress").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
    assert Request.objects.get().searched == "my invoice"
    assert len(Request.objects.get().answers_opened) == 1
    assert not QueryLog.objects.deflected().exists()
