"""The box of an answer: what is typed is kept, ready answers go in, and Send can be undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from contact.models import AnswerDraft, Message, Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import Cast
from tests.factories import contact, people
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


@pytest.fixture
def asked(stack: Stack, cast: Cast) -> Request:
    with_a_real_password(cast.manager)
    asked = contact.routed(cast.mentor, cast.path, cast.topic)
    stack.start_web()
    return asked


def opened(somebody: Somebody, stack: Stack, asked: Request, person: User, **more) -> Page:
    """The request's screen, in a browser of its own."""
    page = somebody.opens(f"{stack.url}{asked.desk_url}", **more)
    sign_in(page, person)
    return page


def drafts() -> list[str]:
    return list(AnswerDraft.objects.values_list("body", flat=True))


def test_what_is_typed_is_there_in_another_browser(stack, somebody, cast, asked) -> None:
    page = opened(somebody, stack, asked, cast.manager)
    page.locator("#answer-body").press_sequentially("Dear Amina")
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    page.locator("#answer-body").press_sequentially(", wait")
    page.close()  # before the second is over
    wait_until(lambda: drafts() == ["Dear Amina, wait"], "the text to be kept on leaving", 10)

    other = opened(somebody, stack, asked, cast.manager)
    expect(other.locator("#answer-body")).to_have_value("Dear Amina, wait")
    expect(other.get_by_text("Draft from")).to_be_visible()

    other.get_by_role("button", name="Discard the draft").click()
    expect(other.get_by_text("The draft is thrown away.")).to_be_visible()
    expect(other.locator("#answer-body")).to_have_value("")
    assert drafts() == []


def test_two_tabs_keep_both_texts(stack, somebody, cast, asked) -> None:
    one = opened(somebody, stack, asked, cast.manager)
    two = opened(somebody, stack, asked, cast.manager)
    one.locator("#answer-body").press_sequentially("One")
    expect(one.get_by_text("Draft kept at")).to_be_visible()
    two.locator("#answer-body").press_sequentially("Two")
    expect(two.get_by_text("Another tab saved other words at")).to_be_visible()

    two.reload()

    expect(two.locator("#answer-body")).to_have_value("One")
    expect(two.locator("#answer-aside")).to_have_value("Two")


def test_a_ready_answer_goes_in_at_the_cursor_and_is_counted(stack, somebody, cast, asked) -> None:
    ready = contact.ready_answer("A no-show", "Wait, {mentor_first_name}.")
    page = opened(somebody, stack, asked, cast.manager)
    reply = page.locator("#answer-body")
    reply.fill("Hello,\n\nBest")
    reply.evaluate("box => box.setSelectionRange(8, 8)")

    page.get_by_text("Put in a ready answer").click()
    page.get_by_label("Search your ready answers").fill("no-s")
    page.get_by_role("button", name=re.compile("^Insert")).click()

    expect(reply).to_have_value("Hello,\n\nWait, Amina.\n\nBest")
    wait_until(lambda: type(ready).objects.get().used == 1, "the use to be counted", 10)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_taken_back_with_scripts_and_without(
    stack, somebody, cast, asked, scripts
) -> None:
    page = opened(somebody, stack, asked, cast.manager, java_script_enabled=scripts)
    page.locator("#answer-body").fill("Dear Amina, do this.")
    page.get_by_role("button", name="Send and wait").click()
    expect(page.get_by_text("Your answer leaves for Amina Berger at")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Undo")).click()

    expect(page.get_by_text("Taken back: nobody got your answer.")).to_be_visible()
    expect(page.locator("#answer-body")).to_have_value("Dear Amina, do this.")
    assert not OutgoingEmail.objects.filter(kind="contact/answer").exists()
    assert not Message.objects.filter(from_staff=True).exists()


def test_undo_goes_away_when_the_answer_has_left(stack, somebody, cast, asked) -> None:
    page = opened(somebody, stack, asked, cast.manager)
    page.locator("#answer-body").fill("Dear Amina, do this.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_be_visible()

    expect(page.get_by_text("It has left.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    assert drafts() == []


def test_without_scripts_a_ready_answer_goes_under_what_is_typed(
    stack, somebody, cast, asked
) -> None:
    contact.ready_answer("A no-show", "Wait, {mentor_first_name}.")
    page = opened(somebody, stack, asked, cast.manager, java_script_enabled=False)
    page.locator("#answer-body").fill("Hello")
    page.get_by_label("Ready answer", exact=True).select_option("A no-show")

    page.get_by_role("button", name="Insert").click()

    expect(page.locator("#answer-body")).to_have_value("Hello\n\nWait, Amina.")


def test_two_colleagues_hear_of_each_other(stack, somebody, cast, asked) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)
    with_a_real_password(sofia)
    hers = opened(somebody, stack, asked, sofia)
    expect(hers.locator("[data-presence]")).to_be_attached()

    page = opened(somebody, stack, asked, cast.manager)
    expect(page.get_by_text("Sofia Marchetti is looking at this")).to_be_visible()
    hers.locator("#answer-body").press_sequentially("Dear Amina")
    expect(page.get_by_text("Sofia Marchetti is writing an answer")).to_be_visible(timeout=25_000)
    contact.reply(asked, "One more thing")

    expect(page.get_by_text("Amina Berger replied.").first).to_be_visible(timeout=25_000)
