"""A mentor asks about a criterion; the manager reads its text beside the question."""

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.factories import guides
from tests.rig.mail_sink import MailSink, text_of
from tests.rig.stack import Stack

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password
from .test_the_job import arrived, link_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

SAID = "two methods are compared."


def test_a_mentor_asks_about_a_criterion_and_the_manager_reads_it_as_it_was(
    stack: Stack, sink: MailSink, somebody: Somebody, cast: Cast
) -> None:
    mentor, manager = cast.mentor, cast.manager
    cast.topic  # noqa: B018 (made when asked for)
    guide = guides.guide(cast.path)
    for person in [mentor, manager]:
        with_a_real_password(person)
    stack.start_all()

    # The address leads over the sign-in to a form that knows what it is about.
    about = f"/contact/?guide={guide.pk}&part=cluster-the-countries"
    page = somebody.opens(f"{stack.url}{about}")
    page.get_by_role("link", name="Sign in first").click()
    sign_in(page, mentor)
    expect(page).to_have_url(f"{stack.url}{about}")
    box = page.get_by_label("About: criterion “Cluster the countries”")
    expect(box).to_be_checked()
    expect(page.get_by_label("Project (optional)")).to_have_value(str(guide.project_id))
    page.get_by_label("Student progress").check()
    page.get_by_label("Subject").fill("Is one method enough?")
    page.get_by_label("Message").fill("The student justified it very well.")

    # What is published meanwhile does not replace what the mentor read.
    content = guide.current.content
    changed = guides.reworded(content, "cluster-the-countries", meets="three methods are compared.")
    guides.next_version(guide, changed)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="About")).to_contain_text("Cluster the countries")
    expect(page.get_by_text(SAID)).to_be_visible()

    # The manager reads it in the email, and at the desk with what it says now.
    told = arrived(sink, manager, 1)
    assert SAID in text_of(told)
    desk = somebody.opens(link_in(told))
    sign_in(desk, manager)
    expect(desk.get_by_text(SAID)).to_be_visible()
    desk.get_by_text("Changed since").click()
    expect(desk.locator(".diff ins")).to_contain_text("three")
    desk.get_by_role("link", name="Criteria").click()
    desk.get_by_role("link", name="1 request").click()
    expect(desk.get_by_text("Requests about “Cluster the countries”")).to_be_visible()
    expect(desk.get_by_role("link", name="Is one method enough?")).to_be_visible()
