"""The Help Center in a browser: an editor writes and publishes, a mentor reads, votes and asks."""

import re
from pathlib import Path as Folder

import pytest
from playwright.sync_api import expect

from helpcenter.models import Article
from tests.cast import Cast
from tests.factories import helpcenter
from tests.factories.helpcenter import png
from tests.rig.stack import Stack

from .conftest import Somebody
from .test_the_job import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def test_an_editor_writes_previews_and_publishes_and_a_mentor_finds_it_and_asks_on(
    stack: Stack, somebody: Somebody, cast: Cast, tmp_path: Folder
) -> None:
    editor, mentor = cast.editor, cast.mentor
    cast.topic  # noqa: B018 (made when asked for)
    for person in [editor, mentor]:
        with_a_real_password(person)
    helpcenter.category("No shows")
    screen = tmp_path / "screen.png"
    screen.write_bytes(png())
    stack.start_web()

    # The editor writes with the toolbar and puts in a picture; the preview follows.
    page = somebody.opens(f"{stack.url}/admin/helpcenter/article/add/")
    sign_in(page, editor)
    page.get_by_label("Title").fill("My student does not come")
    page.get_by_label("Summary").fill("Wait, then close the session.")
    text = page.get_by_label("Text:")
    text.fill("First")
    page.get_by_role("button", name="Heading", exact=True).click()
    text.press("End")
    text.press_sequentially("\n\nWait ")
    page.get_by_role("button", name="Bold").click()
    text.press_sequentially("15 minutes")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture").click()
    chooser.value.set_files(screen)
    expect(page.get_by_text("The picture is in the text.")).to_be_visible()
    preview = page.frame_locator("iframe[name=article-preview]")
    expect(preview.get_by_role("heading", name="First")).to_be_visible()
    expect(preview.locator("strong", has_text="15 minutes")).to_be_visible()
    shown = preview.locator("img")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 60)

    # Nothing is saved until they say so.
    assert not Article.objects.exists()
    page.get_by_label("Category").select_option(label="No shows")
    page.get_by_label("State").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    article = Article.objects.get()
    assert article.slug == "my-student-does-not-come"
    assert "## First" in article.body and "**15 minutes**" in article.body

    # The mentor browses to it, votes no, says why, and asks with the article attached.
    reader = somebody.opens(f"{stack.url}/accounts/login/?next=/help/")
    sign_in(reader, mentor)
    reader.get_by_role("link", name="No shows", exact=True).click()
    reader.get_by_role("link", name="My student does not come").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("My student does not come")
    expect(reader.locator(".prose img")).to_have_js_property("naturalWidth", 60)
    reader.get_by_role("button", name="No", exact=True).click()
    reader.get_by_label("It is wrong or out of date").check()
    reader.get_by_label("In a few words").fill("It is 20 minutes now.")
    reader.get_by_role("button", name="Tell the editors").click()
    expect(reader.get_by_text("The editors read what you wrote.")).to_be_visible()
    reader.get_by_role("link", name="Submit a request about this article").click()
    expect(reader).to_have_url(re.compile(r"/contact/\?article=my-student-does-not-come$"))
    expect(reader.get_by_text("You read this before:")).to_be_visible()
    vote = article.votes.get()
    assert (vote.helpful, vote.reason, vote.words) == (False, "wrong", "It is 20 minutes now.")
