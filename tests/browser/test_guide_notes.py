"""Notes between mentors and assessors in a browser, with the emails that carry them."""

import re

import pytest
from playwright.sync_api import expect

from guides.models import Note
from tests.cast import Cast
from tests.factories import guides
from tests.rig.mail_sink import MailSink, text_of
from tests.rig.stack import Stack

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password
from .test_the_job import arrived, link_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

PAGE = "/guides/data-analyst/2/notes/clean-the-data/"


def test_an_assessor_answers_a_mentors_note_and_the_editor_hears_what_to_change(
    stack: Stack, sink: MailSink, somebody: Somebody, cast: Cast
) -> None:
    mentor, assessor, editor = cast.mentor, cast.assessor, cast.editor
    for person in [mentor, assessor, editor]:
        with_a_real_password(person)
    guides.guide(cast.path)
    stack.start_all()

    # The mentor asks under a criterion, and names the assessor.
    page = somebody.opens(f"{stack.url}/accounts/login/?next={PAGE}")
    sign_in(page, mentor)
    box = page.get_by_label("Note", exact=True)
    box.press_sequentially("Are **three** sources enough, @kel")
    expect(page.get_by_role("option")).to_have_text("Jonas Keller")
    box.press("Enter")
    box.press_sequentially("?")
    expect(box).to_have_value("Are **three** sources enough, @Jonas Keller?")
    page.get_by_role("button", name="Send the note").click()
    expect(page.locator(".note strong")).to_have_text("three")
    note = Note.objects.get()
    expect(page).to_have_url(re.compile(rf"{PAGE}#note-{note.pk}$"))

    # The assessor follows the link in the email. No script runs in that browser.
    told = arrived(sink, assessor, 1)
    assert "Are **three** sources enough" in text_of(told)
    desk = somebody.opens(link_in(told), java_script_enabled=False)
    sign_in(desk, assessor)
    desk.locator("summary", has_text="Answer").click()
    desk.get_by_label("Your answer").fill("x" * 4001)
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.get_by_text("at most 4000 fit")).to_be_visible()
    expect(desk.get_by_label("Your answer")).to_have_value("x" * 4001)
    desk.get_by_label("Your answer").fill("Yes, when each is described.")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.locator(".note", has_text="Yes, when each")).to_be_visible()
    desk.locator("summary", has_text="Report to the editor").click()
    desk.get_by_label("What should change in the guide?").fill("Say that three are enough")
    desk.get_by_role("button", name="Send the report").click()
    expect(desk.get_by_text("The editor knows.")).to_be_visible()

    # The answer reaches the mentor by email, in the same place.
    answer = arrived(sink, mentor, 1)
    assert (
        answer["Subject"].strip()
        == "Re: Note on “Clean the data” (Data Analyst, 2. Run a market study)"
    )
    page.reload()
    expect(page.get_by_text("Yes, when each is described.")).to_be_visible()

    # The editor has it by email and on a list, and resolves it with one click.
    report = arrived(sink, editor, 3)
    assert "Say that three are enough" in text_of(report)
    office = somebody.opens(f"{stack.url}/accounts/login/?next=/guides/notes/?show=reported")
    sign_in(office, editor)
    expect(office.get_by_text("Say that three are enough")).to_be_visible()
    office.get_by_role("button", name="Resolve").click()
    expect(office.get_by_text("Nothing is open here")).to_be_visible()
