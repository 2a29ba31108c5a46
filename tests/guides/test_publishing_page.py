"""A draft is published on a page that shows what changes for readers, or it is let go."""

from guides.models import Version
from tests.factories import guides as factory
from tests.factories.guides import CONTENT

from .editing import change, drafted, opened, page_of, publishing, screen


def test_the_button_publish_saves_and_leads_to_what_changes_for_readers(browser, guide):
    form = opened(browser, guide) | {"criterion-0-missed": "Units.", "act": "publish"}

    response = browser.post(screen(guide), form)

    assert response.url == page_of(guide, "publish")
    page = browser.get(response.url).content.decode()
    assert "What changes for readers: one part" in page
    assert "Units.</ins>" in page or "Units</ins>" in page
    assert "Clean the data" in page


def test_published_is_told_with_its_reason(browser, guide, cast):
    change(guide, cast.editor, missed="Units.")

    response = browser.post(page_of(guide, "publish"), publishing(guide, weight="small"))

    assert response.status_code == 302
    version = Version.objects.get(number=2)
    assert (version.why, version.weight, version.published_by) == (
        "Said better",
        "small",
        cast.editor,
    )


def test_a_reason_is_asked_for(browser, guide, cast):
    change(guide, cast.editor, missed="Units.")

    response = browser.post(page_of(guide, "publish"), publishing(guide, why=" "))

    assert response.status_code == 422
    assert "Say in a line what changed and why" in response.content.decode()
    assert Version.objects.count() == 1


def test_nobody_publishes_what_they_have_not_seen(browser, guide, cast):
    change(guide, cast.editor, missed="Units.")
    seen = publishing(guide)
    change(guide, cast.administrator, missed="Something worse.")

    response = browser.post(page_of(guide, "publish"), seen)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Alex Martin saved this draft meanwhile" in page
    assert "worse" in page
    assert 'value="Said better"' in page
    assert Version.objects.count() == 1


def test_nothing_new_is_not_published(browser, guide):
    response = browser.post(page_of(guide, "publish"), publishing(guide))

    assert response.status_code == 422
    assert "Nothing to publish" in response.content.decode()
    assert Version.objects.count() == 1


def test_what_is_not_fit_for_readers_says_why(browser, cast):
    guide = factory.draft(cast.path, content=type(CONTENT)(brief="Only this"))

    for response in [
        browser.get(page_of(guide, "publish")),
        browser.post(page_of(guide, "publish"), publishing(guide)),
    ]:
        page = response.content.decode()
        assert "Write a section for mentors first." in page
        assert "Write a criterion first" in page
    assert Version.objects.count() == 0


def test_a_draft_is_discarded_when_that_is_confirmed(browser, guide, cast):
    number = change(guide, cast.editor, missed="Units.")
    assert "Units" in browser.get(page_of(guide, "discard")).content.decode()
    assert drafted(guide) != guide.current.content

    stale = browser.post(page_of(guide, "discard"), {"seen_version": number - 1})
    assert stale.status_code == 422
    assert drafted(guide) != guide.current.content
    browser.post(page_of(guide, "discard"), {"seen_version": number})

    assert drafted(guide) == guide.current.content
