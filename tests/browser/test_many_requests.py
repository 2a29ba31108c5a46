"""The pages for many requests: they keep to the rules, and work without scripts."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from contact import bulk, following, marking, saving
from contact.models import BulkAct, Request
from contact.priorities import Priority
from tests.cast import Cast
from tests.factories import contact, people
from tests.rig.stack import Stack

from .conftest import Somebody
from .test_accessible import DESKTOP, PHONE, enter, problems

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]
QUEUE = "/admin/contact/request/"


@pytest.fixture
def three(cast: Cast) -> list[Request]:
    cast.manager  # noqa: B018 (made when asked for)
    made = [
        contact.routed(cast.mentor, cast.path, cast.topic, subject=f"Question {n}")
        for n in range(3)
    ]
    tags = ["fees", "a-rather-long-tag-for-so-small-a-screen"]
    marking.mark(made[0].pk, cast.manager, Priority.URGENT, tags, made[0].version)
    return [Request.objects.get(pk=one.pk) for one in made]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r28_the_pages_for_many_requests_are_accessible_and_fit_a_phone(
    stack: Stack, somebody: Somebody, cast: Cast, three: list[Request], scheme: str
) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)
    following.follow(three[0], sofia, cast.manager)
    following.follow(three[0], cast.manager, cast.manager)
    saving.save(cast.manager, "Fees of this week", {"view": "all", "tag": "fees"}, None)
    saving.save(cast.manager, "Urgent on our path", {"view": "all", "priority": 4}, cast.path)
    seen = {three[1].pk: three[1].version, three[2].pk: 99}
    act = bulk.begin(cast.manager, BulkAct.Act.ASSIGN, {"to": sofia.pk}, seen, uuid4())
    stop = urlsplit(following.stop_link(three[0], cast.manager)).path
    stack.start_web()
    page = somebody.opens(f"{stack.url}/", color_scheme=scheme, bypass_csp=True)
    enter(page, stack, cast.manager)

    found: list[str] = []
    for size in [PHONE, DESKTOP]:
        page.set_viewport_size(size)
        for address in [
            QUEUE,
            f"{QUEUE}?view=all&tag=fees&priority=4",
            f"{QUEUE}saved/",
            three[0].desk_url,
            act.desk_url,
            stop,
        ]:
            page.goto(stack.url + address)
            found += problems(page, f"{address} at {size['width']}")
        page.goto(f"{stack.url}{QUEUE}?view=all")
        page.check("input[name=all]")
        page.select_option("#bulk-act", "assign")
        page.click("#bulk button")
        page.select_option("select[name=to]", label="Sofia Marchetti")
        page.click("button[value=preview]")
        found += problems(page, f"the preview at {size['width']}")
    assert found == []


def test_many_requests_are_chosen_looked_at_and_changed_without_scripts(
    stack: Stack, somebody: Somebody, cast: Cast, three: list[Request]
) -> None:
    stack.start_web()
    page = somebody.opens(f"{stack.url}/", java_script_enabled=False)
    enter(page, stack, cast.manager)
    page.goto(f"{stack.url}{QUEUE}")

    for subject in ["Question 1", "Question 2"]:
        page.get_by_label(f"Choose {subject}").check()
    page.select_option("#bulk-act", "tag")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Tags, with commas between").fill("Late, fees")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Do it for 2 requests").click()

    expect(page.get_by_text("2 done")).to_be_visible()
    assert {tuple(Request.objects.get(pk=one.pk).tags) for one in three[1:]} == {("fees", "late")}
