"""Answers under the subject, and from no answer to the draft of one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from contact.models import Request
from helpcenter.models import Article
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


def test_nothing_found_leads_to_a_request_and_the_editor_writes_the_answer(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    for person in [cast.mentor, cast.editor]:
        with_a_real_password(person)
    cast.topic  # noqa: B018 (made when asked for)
    helpcenter.public("When are invoices paid?", category=helpcenter.category("Payments"))
    vocabulary.refresh()
    stack.start_web()

    page = somebody.opens(f"{stack.url}/accounts/login/?next=/help/")
    sign_in(page, cast.mentor)
    page.get_by_role("main").get_by_role("combobox", name="Search for").fill("parking zzz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
    expect(page.get_by_role("link", name="Payments")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Submit a request").click()
    expect(page.get_by_label("Subject")).to_have_value("parking zzz")
    page.get_by_text("Student progress").click()
    page.get_by_label("Message").fill("Where?")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("We have your request:")).to_be_visible()
    noted = QueryLog.objects.get()
    assert (noted.origin, noted.results, noted.requested) == ("help", 0, True)

    desk = somebody.opens(f"{stack.url}/accounts/login/?next=/admin/helpcenter/article/gaps/")
    sign_in(desk, cast.editor)
    desk.get_by_text("As a table").click()
    expect(desk.get_by_role("row")).to_have_count(13)
    desk.get_by_role("link", name="parking zzz").click()
    expect(desk.get_by_text("Finds nothing today")).to_be_visible()
    desk.get_by_role("button", name="Write the article").click()
    expect(desk.get_by_label("Title")).to_have_value("Parking zzz")
    article = Article.objects.get(title="Parking zzz")
    assert article.state == "draft" and "1 × parking zzz" in article.body


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
