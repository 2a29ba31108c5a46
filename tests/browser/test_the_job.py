"""The whole job, as the people do it: a mentor asks, a manager answers, the answer arrives by email."""

import re
from email.message import EmailMessage
from pathlib import Path as Folder

import pytest
from playwright.sync_api import expect

from mentorhub.people.models import User
from tests.cast import Cast
from tests.rig.mail_sink import MailSink, text_of
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


def test_a_mentor_asks_and_gets_the_answer_of_their_manager_by_email(
    stack: Stack, sink: MailSink, somebody: Somebody, cast: Cast, tmp_path: Folder
) -> None:
    mentor, manager = cast.mentor, cast.manager
    cast.other_manager, cast.topic, cast.invoices  # noqa: B018 (made when asked for)
    for person in [mentor, manager]:
        with_a_real_password(person)
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(PDF)
    stack.start_all()

    # The mentor submits a request with an attachment.
    mentor_page = somebody.opens(f"{stack.url}/")
    mentor_page.get_by_role("link", name="Submit a request").first.click()
    mentor_page.get_by_role("link", name="Sign in first").click()
    sign_in(mentor_page, mentor)
    expect(mentor_page).to_have_url(f"{stack.url}/contact/")
    mentor_page.get_by_label("Student progress").check()
    expect(mentor_page.get_by_text("The mentorship manager of your path answers.")).to_be_visible()
    mentor_page.get_by_label("Project").select_option(label="2. Run a market study")
    mentor_page.get_by_label("Subject").fill("Student wants to change path")
    mentor_page.get_by_label("Message").fill("What happens to the sessions already booked?")
    mentor_page.get_by_label("Attachments").set_input_files(plan)
    mentor_page.get_by_role("button", name="Send the request").click()
    expect(mentor_page.get_by_role("heading", level=1)).to_have_text("Student wants to change path")
    reference = re.search(r"MH-\d+", mentor_page.url)
    assert reference is not None

    # They get a receipt, the right manager gets the request, and the page says who answers.
    receipt = arrived(sink, mentor, 1)
    assert receipt["Subject"] == f"[{reference[0]}] Student wants to change path"
    told = arrived(sink, manager, 1)
    assert "What happens to the sessions already booked?" in text_of(told)
    assert "plan.pdf" in text_of(told)
    assert sink.to(cast.other_manager.email) == []
    mentor_page.reload()
    expect(mentor_page.get_by_text("Camille Laurent answers you")).to_be_visible()

    # The manager follows the link in the email, signs in and answers.
    desk = somebody.opens(link_in(told))
    sign_in(desk, manager)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Student wants to change path")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="plan.pdf").click()
    assert Folder(download.value.path()).read_bytes() == PDF
    desk.get_by_label("Answer", exact=True).and_(desk.locator("textarea")).fill(
        "Hello Amina,\n\nthe sessions stay valid until the switch date."
    )
    desk.get_by_role("button", name="Send and wait").click()
    expect(desk.get_by_text("Your answer leaves for Amina Berger at")).to_be_visible()

    # The answer arrives by email, text and HTML, in the thread of the receipt.
    answer = arrived(sink, mentor, 2)
    assert answer["In-Reply-To"] == receipt["Message-ID"]
    assert answer["References"] == receipt["Message-ID"]
    assert answer["Subject"] == f"Re: {receipt['Subject']}"
    assert text_of(answer).startswith("Hello Amina,\n\nthe sessions stay valid")
    html = answer.get_body(["html"])
    assert html is not None and "the sessions stay valid" in html.get_content()

    # The mentor's page says so, and takes a reply.
    mentor_page.reload()
    expect(mentor_page.get_by_text("the sessions stay valid until the switch date")).to_be_visible()
    expect(mentor_page.get_by_text("taken by the mail server")).to_be_visible()
    expect(mentor_page.get_by_text("Your turn")).to_be_visible()
    mentor_page.get_by_label("Your reply").fill("Thank you. And who tells the student?")
    mentor_page.get_by_role("button", name="Send reply").click()
    expect(mentor_page.get_by_text("Your reply is sent.")).to_be_visible()

    # It is the manager's turn again: by email, and at the desk.
    reply = arrived(sink, manager, 2)
    assert "And who tells the student?" in text_of(reply)
    desk.goto(f"{stack.url}/admin/contact/request/")
    desk.get_by_role("link", name="Student wants to change path").click()
    expect(desk.get_by_text("And who tells the student?")).to_be_visible()
    expect(desk.locator(".thread-head .badge").first).to_have_text("Open")
    assert set(sink.by_message_id().values()) == {1}


def arrived(sink: MailSink, person: User, number: int) -> EmailMessage:
    """The person's nth email, once it is there."""
    wait_until(lambda: len(sink.to(person.email)) >= number, f"email {number} to {person.email}")
    return sink.to(person.email)[number - 1]


def link_in(message: EmailMessage) -> str:
    """The address that the email leads to."""
    found = re.search(r"http://localhost\S+", text_of(message))
    assert found is not None
    return found[0]
