"""R28: the main job by keyboard alone, from signing in to the answer that was sent."""

import pytest
from playwright.sync_api import Page, expect

from contact.models import Message, Request
from tests.cast import Cast
from tests.factories.people import PASSWORD
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

MOST_STEPS = 90
# What a screen reader would call it, as far as our own pages go, and whether one sees where one is.
FOCUSED = """() => {
  const it = document.activeElement;
  const label = it.labels && it.labels.length ? it.labels[0].textContent : "";
  const style = getComputedStyle(it);
  const around = getComputedStyle(it.closest("label, .choice, .search, .queue-row") || it);
  const name = it.getAttribute("aria-label") || label || it.textContent || it.value || "";
  const box = it.getBoundingClientRect();
  return {
    name: name.replace(/\\s+/g, " ").trim(),
    tag: it.tagName,
    inSight: box.bottom > 0 && box.top < innerHeight,
    shown: [style, around].some(of => of.outlineStyle !== "none" || of.boxShadow !== "none"),
  };
}"""


def go_to(page: Page, name: str, tag: str = "") -> None:
    """Press Tab until what has this name has the focus, which is seen all the way."""
    met = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        met.append(at["name"][:40])
        if at["tag"] == "BODY":
            continue
        assert at["inSight"], f"the focus is out of sight on {at}"
        assert at["shown"], f"nothing shows the focus on {at}"
        if at["name"].startswith(name) and at["tag"].startswith(tag):
            return
    raise AssertionError(f"no {name!r} by Tab; on the way were {met}")


def sign_in(page: Page, email: str) -> None:
    go_to(page, "Email", "INPUT")
    page.keyboard.type(email)
    go_to(page, "Password", "INPUT")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_r28_the_main_job_by_keyboard_alone(stack: Stack, somebody: Somebody, cast: Cast) -> None:
    mentor, manager = cast.mentor, cast.manager
    cast.topic  # noqa: B018 (made when asked for)
    for person in [mentor, manager]:
        with_a_real_password(person)
    stack.start_all()

    page = somebody.opens(f"{stack.url}/accounts/login/")
    sign_in(page, mentor.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello Amina")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"].startswith("Skip to")
    go_to(page, "Submit a request", "A")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Submit a request")
    go_to(page, "Student progress", "INPUT")
    page.keyboard.press("Space")
    go_to(page, "Subject", "INPUT")
    page.keyboard.type("Student wants to change path")
    go_to(page, "Message", "TEXTAREA")
    page.keyboard.type("What happens to the sessions already booked?")
    go_to(page, "Send the request", "BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Student wants to change path")
    wait_until(
        lambda: Request.objects.filter(assignee=manager).exists(), "the request to be routed"
    )

    desk = somebody.opens(f"{stack.url}/accounts/login/")
    sign_in(desk, manager.email)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Hello Camille")
    go_to(desk, "Open the desk", "A")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Mine")
    go_to(desk, "Student wants to change path", "A")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Student wants to change path")
    go_to(desk, "Answer", "TEXTAREA")
    desk.keyboard.type("The sessions stay valid until the switch date.")
    go_to(desk, "Send and wait", "BUTTON")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Your answer leaves for Amina Berger at")).to_be_visible()
    assert Message.objects.filter(author=manager, from_staff=True).count() == 1
