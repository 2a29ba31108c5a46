"""What is typed into a request survives a lost tab and a sign-in in between, and outlives nothing else."""

import re
from pathlib import Path as Folder

import pytest
from playwright.sync_api import Page, expect

from contact.models import Attachment, Request
from tests.cast import Cast
from tests.factories import contact
from tests.rig.stack import Stack

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

KEPT = "We kept what you typed here"
A_WEEK_AGO = """() => { for (const key of Object.keys(localStorage)) {
    const kept = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...kept, at: kept.at - 8 * 24 * 3600e3 });
} }"""
KEPT_KEYS = """[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(
    (key) => key.startsWith("kept.")
)"""


@pytest.fixture
def site(stack: Stack, cast: Cast) -> str:
    with_a_real_password(cast.mentor)
    cast.topic  # noqa: B018 (made when asked for)
    stack.start_web()
    return stack.url


def expect_nothing_kept(page: Page) -> None:
    """The page that says so runs its scripts after its heading shows."""
    page.wait_for_function(f"() => !{KEPT_KEYS}.length")


def test_a_request_survives_a_lost_tab_until_it_is_sent(
    site: str, somebody: Somebody, cast: Cast
) -> None:
    page = somebody.opens(f"{site}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)
    page.get_by_text("Student progress").click()
    page.get_by_label("Project").select_option(label="2. Run a market study")
    page.get_by_label("Subject").fill("Change of path")
    page.get_by_label("Message").fill("What happens to the sessions?")
    page.close()

    again = page.context.new_page()
    again.goto(f"{site}/contact/")
    expect(again.get_by_text(KEPT)).to_be_visible()
    expect(again.get_by_label("Student progress")).to_be_checked()
    expect(again.get_by_label("Project")).to_have_value(str(cast.path.projects.get(number=2).pk))
    expect(again.get_by_label("Subject")).to_have_value("Change of path")
    expect(again.get_by_label("Message")).to_have_value("What happens to the sessions?")

    again.get_by_role("button", name="Send the request").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Change of path")
    expect_nothing_kept(again)

    # The reply box of its page is the same.
    again.get_by_label("Your reply").fill("And who tells the student?")
    again.reload()
    expect(again.get_by_label("Your reply")).to_have_value("And who tells the student?")
    again.get_by_label("Your reply").press("Control+Enter")
    expect(again.get_by_text("Your reply is sent.")).to_be_visible()
    expect_nothing_kept(again)


def test_it_is_discarded_by_a_button_a_sign_out_and_a_week(
    site: str, somebody: Somebody, cast: Cast
) -> None:
    page = somebody.opens(f"{site}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)
    message = page.get_by_label("Message")

    message.fill("First")
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    expect(message).to_have_value("")
    expect(message).to_be_focused()
    page.reload()
    expect(message).to_have_value("")

    message.fill("Second")
    page.evaluate(A_WEEK_AGO)
    page.reload()
    expect(message).to_have_value("")

    message.fill("Third")
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    expect_nothing_kept(page)


def test_what_a_guest_typed_comes_along_to_their_account_with_its_files(
    site: str, somebody: Somebody, cast: Cast, tmp_path: Folder
) -> None:
    (tmp_path / "plan.txt").write_text("A plan.")
    page = somebody.opens(f"{site}/contact/")
    page.get_by_label("Subject").fill("Change of path")
    page.get_by_label("Message").fill("What happens to the sessions?")
    page.get_by_label("Attachments").set_input_files(tmp_path / "plan.txt")
    page.locator("form[data-kept]").evaluate("(form) => { form.noValidate = true; }")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Attach plan.txt")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0  # others may use this computer

    page.get_by_role("link", name="Sign in first").click()
    sign_in(page, cast.mentor)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("Attach plan.txt")).to_be_visible()
    page.get_by_text("Student progress").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page).to_have_url(re.compile("/contact/requests/MH-"))

    mentor_request = Request.objects.get()
    assert (mentor_request.sender, mentor_request.subject) == (cast.mentor, "Change of path")
    assert Attachment.objects.get().name == "plan.txt"


def test_nobody_sees_what_another_typed_on_the_same_computer(
    site: str, somebody: Somebody, cast: Cast
) -> None:
    with_a_real_password(cast.colleague)
    page = somebody.opens(f"{site}/accounts/login/?next=/contact/")
    sign_in(page, cast.mentor)
    page.get_by_label("Message").fill("In confidence")
    page.context.clear_cookies()  # as when the session ends by itself

    page.goto(f"{site}/contact/")
    expect(page.get_by_label("Message")).to_have_value("")
    page.goto(f"{site}/accounts/login/?next=/contact/")
    sign_in(page, cast.colleague)
    expect(page.get_by_label("Message")).to_have_value("")
    expect_nothing_kept(page)


def test_a_reply_typed_before_the_session_ended_is_there_after_it(
    site: str, somebody: Somebody, cast: Cast
) -> None:
    mentor_request = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    page = somebody.opens(f"{site}/accounts/login/?next={mentor_request.get_absolute_url()}")
    sign_in(page, cast.mentor)
    page.get_by_label("Your reply").fill("It worked.")
    session = page.context.cookies()
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Send reply").click()
    sign_in(page, cast.mentor)

    expect(page.get_by_label("Your reply")).to_have_value("It worked.")
    assert session and mentor_request.messages.count() == 2
