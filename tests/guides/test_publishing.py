"""The draft becomes a version: all of it at once, or nothing."""

import pytest
from django.core.exceptions import ValidationError

from guides.content import Content
from guides.drafting import discard_draft, restore, save_draft
from guides.models import Guide, Part
from guides.publishing import NothingToPublish, publish
from mentorhub.content.revisions import Conflict
from mentorhub.search.models import Entry
from tests.factories import guides as factory
from tests.factories.guides import CONTENT, reworded


@pytest.fixture
def guide(cast) -> Guide:
    return factory.guide(cast.path)


def _reload(guide):
    return Guide.objects.select_related("current").get(pk=guide.pk)


def test_readers_keep_the_published_text_while_the_next_is_written(guide, editor):
    save_draft(guide, Content(brief="Not yet"), editor, seen_version=None)

    kept = _reload(guide)
    assert kept.current.content.brief == CONTENT.brief
    assert kept.drafted.brief == "Not yet"


def test_a_draft_is_published_under_the_next_number_with_its_reason(guide, editor):
    content = guide.current.content
    save_draft(
        guide, reworded(content, "clean-the-data", missed="Units"), editor, seen_version=None
    )

    version = publish(guide, editor, "Units are often missed", seen_version=None)

    assert (version.number, version.why, version.published_by) == (
        2,
        "Units are often missed",
        editor,
    )
    assert _reload(guide).draft is None
    assert guide.versions.get(number=1).content == content


def test_what_is_published_already_is_not_published_again(guide, editor):
    with pytest.raises(NothingToPublish):
        publish(guide, editor, "Again", seen_version=None)


def test_a_draft_that_says_what_is_published_is_no_draft(guide, editor):
    content = guide.current.content
    save_draft(guide, reworded(content, "notebook", text="Two"), editor, seen_version=None)

    save_draft(guide, content, editor, seen_version=None)

    assert _reload(guide).draft is None


def test_a_draft_that_is_not_fit_for_readers_changes_nothing(cast, editor):
    guide = factory.draft(cast.path, content=Content(brief="Only this"))

    with pytest.raises(ValidationError):
        publish(guide, editor, "Too early", seen_version=None)

    assert _reload(guide).current is None
    assert _reload(guide).draft is not None


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(guide, editor):
    seen = guide.version
    first, second = Guide.objects.get(pk=guide.pk), Guide.objects.get(pk=guide.pk)
    save_draft(first, Content(brief="First"), editor, seen_version=seen)

    with pytest.raises(Conflict) as caught:
        save_draft(second, Content(brief="Second"), editor, seen_version=seen)

    assert caught.value.latest.author == editor
    assert _reload(guide).drafted.brief == "First"


def test_nobody_publishes_a_draft_they_have_not_seen(guide, editor):
    seen = guide.version
    save_draft(guide, Content(brief="Newer"), editor, seen_version=seen)

    with pytest.raises(Conflict):
        publish(guide, editor, "What I saw", seen_version=seen)


def test_a_published_version_is_never_changed(guide):
    guide.current.why = "Another reason"

    with pytest.raises(TypeError):
        guide.current.save()


def test_an_old_version_comes_back_as_a_draft(guide, editor):
    first = guide.current
    factory.next_version(guide, reworded(first.content, "notebook", text="Two"))

    restore(guide, first, editor, seen_version=guide.version)

    assert _reload(guide).drafted == first.content
    assert _reload(guide).current.number == 2


def test_a_discarded_draft_leaves_what_is_published(guide, editor):
    save_draft(guide, Content(brief="No"), editor, seen_version=None)

    discard_draft(guide, editor, seen_version=guide.version)

    assert _reload(guide).drafted == guide.current.content


def test_a_part_keeps_its_row_over_versions_and_when_it_is_gone(guide):
    row = Part.objects.get(anchor="clean-the-data")
    content = reworded(guide.current.content, "clean-the-data", title="Clean all data")
    factory.next_version(guide, content)
    assert (Part.objects.get(pk=row.pk).title, Part.objects.count()) == ("Clean all data", 7)

    factory.next_version(
        guide, Content(content.brief, "", content.sections, content.deliverables[1:])
    )

    assert not Part.objects.get(pk=row.pk).is_current


def test_each_part_is_found_in_the_search_until_it_is_gone(guide):
    titles = set(Entry.objects.filter(kind="guide").values_list("title", flat=True))
    assert "Cluster the countries" in titles
    content = guide.current.content

    factory.next_version(guide, Content("", "", content.sections, content.deliverables[1:]))

    titles = set(Entry.objects.filter(kind="guide").values_list("title", flat=True))
    assert titles == {
        "First session: frame the question",
        "Second session: group the countries",
        "Slides",
        "Recommend markets",
    }
