"""What changed since one read it; visits and confirmations."""

import datetime
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from guides import reading
from guides.content import Section
from guides.models import Reading, Version
from tests.factories import guides as factory
from tests.factories import people

PROJECT = "/guides/data-analyst/2/"
GUIDE = f"{PROJECT}mentor-guide/"
CHANGED = "changed since"


@pytest.fixture
def guide(cast):
    return factory.guide(cast.path)


@pytest.fixture
def reader(client, cast) -> Client:
    client.force_login(cast.mentor)
    return client


def reworded(guide, why="Two methods are enough", **more) -> Version:
    words = f"{guide.current.content.part('cluster-the-countries').meets} Once more."
    content = factory.reworded(guide.current.content, "cluster-the-countries", meets=words)
    return factory.next_version(guide, content, why, **more)


def page(client: Client, url: str = GUIDE) -> str:
    return client.get(url).content.decode()


def callout(client: Client) -> str:
    """The heading of what changed, in one line."""
    found = re.search(r'id="what_changed">(.*?)</h2>', page(client), re.S)
    return " ".join(found[1].split()) if found else ""


# --- Visits ----------------------------------------------------------------------------------


def test_reading_a_page_notes_nothing_and_saying_so_notes_it_once(reader, guide, cast):
    page(reader)
    assert not Reading.objects.exists()

    for _again in range(3):
        assert reader.post(f"{PROJECT}seen/", {"number": 1}).status_code == 204

    (noted,) = Reading.objects.all()
    assert (noted.reader, noted.first_seen, noted.seen) == (
        cast.mentor,
        guide.current,
        guide.current,
    )
    assert noted.confirmed is None


def test_a_page_asks_to_be_noted_only_when_there_is_something_to_note(reader, guide):
    asks = f'action="{PROJECT}seen/"'
    assert asks in page(reader)

    reader.post(f"{PROJECT}seen/", {"number": 1})
    assert asks not in page(reader)

    Reading.objects.update(seen_at=timezone.now() - datetime.timedelta(days=1))
    assert asks in page(reader)
    reader.post(f"{PROJECT}seen/", {"number": 1})
    assert asks not in page(reader)

    reworded(guide)
    assert asks in page(reader)


def test_a_page_that_was_open_for_long_takes_nothing_back(reader, guide):
    reworded(guide)
    for number in [2, 1]:
        reader.post(f"{PROJECT}confirm/", {"number": number})
        reader.post(f"{PROJECT}seen/", {"number": number})

    noted = Reading.objects.get()
    assert (noted.seen.number, noted.confirmed.number) == (2, 2)


@pytest.mark.parametrize("number", ["", "0", "-1", "2", "x", str(10**9), str(10**30)])
@pytest.mark.parametrize("what", ["seen", "confirm"])
def test_a_version_that_is_not_there_is_refused_and_nothing_noted(reader, guide, what, number):
    assert reader.post(f"{PROJECT}{what}/", {"number": number}).status_code == 422

    assert not Reading.objects.exists()


@pytest.mark.parametrize("what", ["seen", "confirm"])
def test_who_may_not_read_it_notes_nothing_and_nobody_does_with_a_get(client, guide, cast, what):
    client.force_login(cast.other_mentor)
    assert client.post(f"{PROJECT}{what}/", {"number": 1}).status_code == 404
    assert client.get(f"{PROJECT}{what}/").status_code == 405

    assert not Reading.objects.exists()


def test_a_confirmation_of_an_older_page_says_that_a_version_came_out_meanwhile(reader, guide):
    reworded(guide)

    response = reader.post(f"{PROJECT}confirm/", {"number": 1}, follow=True)

    assert "Version 2 came out meanwhile" in response.content.decode()
    assert Reading.objects.get().confirmed.number == 1


# --- What changed ----------------------------------------------------------------------------


def test_who_was_never_here_is_told_of_no_change(reader, guide):
    reworded(guide)

    assert callout(reader) == ""


def test_who_has_seen_it_is_told_what_changed_until_they_confirm(reader, guide):
    reader.post(f"{PROJECT}seen/", {"number": 1})
    reworded(guide)
    reworded(guide)

    for _visit in range(2):
        said = "1 section or criterion changed since version 1, the first that you were shown"
        assert callout(reader) == said
        reader.post(f"{PROJECT}seen/", {"number": 3})

    reader.post(f"{PROJECT}confirm/", {"number": 3})
    assert callout(reader) == ""
    assert "You read version 3 on" in page(reader)


def test_the_difference_is_shown_in_place_and_can_be_told_without_its_colours(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    reworded(guide)

    html = page(reader)

    today = timezone.localdate()
    said = f"1 section or criterion changed since you read version 1 on {today:%-d %b %Y}"
    assert callout(reader) == said
    place = html[html.index('id="cluster-the-countries"') :]
    assert place.index("What changed since version 1") < place.index('id="slides"')
    assert '<ins><span class="visually-hidden">Added: </span> Once more.</ins>' in place
    assert "<del>" not in place


def test_what_is_new_moved_and_gone_is_told(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    content = guide.current.content
    sections = (*content.sections[::-1], Section("Third session", text="The last one."))
    gone = replace(
        content.deliverables[0], criteria=content.deliverables[0].criteria[:1]
    )  # without the clusters
    content = replace(content, sections=sections, deliverables=(gone, content.deliverables[1]))
    factory.next_version(guide, content)

    html = page(reader)

    assert callout(reader).startswith("2 sections and criteria changed")
    assert "“Cluster the countries” was removed" in html
    assert html.count('<span class="badge">Moved</span>') == 1
    assert '<a href="#third-session">Third session</a>' in html


def test_a_change_of_the_brief_is_shown_on_its_tab(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    factory.next_version(guide, replace(guide.current.content, brief="Another client."))

    brief = page(reader, PROJECT)

    assert "What changed since version 1" in brief and "Another" in brief


def test_of_spellings_nobody_is_told_on_the_lists_but_they_are_shown(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    reworded(guide, weight=Version.Weight.SMALL)

    assert callout(reader) == "Only small corrections since version 1, which you know"
    for url in ["/", "/guides/", "/guides/data-analyst/"]:
        assert "since you read" not in page(reader, url)

    reworded(guide)
    assert callout(reader).startswith("1 section or criterion changed")


def test_the_lists_and_the_home_page_tell_the_same_number(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    content = factory.reworded(guide.current.content, "clean-the-data", meets="Otherwise.")
    factory.next_version(guide, replace(content, sections=content.sections[:1]))

    assert callout(reader).startswith("2 sections and criteria")
    for url in ["/", "/guides/", "/guides/data-analyst/"]:
        assert "2 changes since you read it" in page(reader, url)


def test_the_history_shows_the_difference_to_the_version_one_knows(reader, guide):
    reader.post(f"{PROJECT}confirm/", {"number": 1})
    reworded(guide)

    html = page(reader, f"{PROJECT}history/")

    assert "From version 1, which you know, to version 2" in html and "Once more.</ins>" in html


# --- On the same page ------------------------------------------------------------------------


def test_all_see_how_many_of_the_path_have_read_the_present_version(reader, guide, cast):
    for person in [cast.mentor, cast.colleague, cast.assessor, cast.other_mentor, cast.editor]:
        reading.confirm(guide.current, person)
    people.mentor("Omar Haddad", cast.path)
    people.role(cast.colleague, "assessor", cast.path)

    said = " ".join(page(reader).split())

    assert "Version 1 was read by 2 of 3 mentors and 2 of 2 assessors." in said
    reworded(guide)
    said = " ".join(page(reader).split())
    assert "Version 2 was read by 0 of 3 mentors and 0 of 2 assessors." in said


# --- Cost ------------------------------------------------------------------------------------


def long(count: int):
    """A guide with as many sections and twice as many criteria."""
    part = factory.CONTENT.deliverables[0].criteria[0]
    criteria = tuple(replace(part, title=f"Criterion {n}") for n in range(2 * count))
    return replace(
        factory.CONTENT,
        sections=tuple(Section(f"Session {n}", text="Words.", aims="More.") for n in range(count)),
        deliverables=(replace(factory.CONTENT.deliverables[0], criteria=criteria),),
    )


@pytest.mark.parametrize(
    ("tab", "statements"),
    [
        ("", 6),
        ("deliverables/", 6),
        ("mentor-guide/", 7),
        ("assessment/", 7),
        ("history/", 9),
        ("print/", 5),
    ],
)
def test_a_tab_asks_as_often_for_many_parts_versions_and_readers_as_for_few(
    reader, cast, tab, statements, django_assert_num_queries
):
    for number, size in [(1, 2), (2, 30)]:
        guide = factory.guide(cast.path, number, long(size))
        reading.confirm(guide.current, cast.mentor)
        for version in range(size // 2):
            reworded_part = replace(guide.current.content, brief=f"Brief {version}")
            factory.next_version(guide, reworded_part)
            reading.confirm(guide.current, people.mentor(f"M{number}n{version} X", cast.path))
        url = f"/guides/data-analyst/{number}/{tab}"
        reader.get(url)  # what the versions say stays in the process
        with django_assert_num_queries(statements):
            reader.get(url)


@pytest.mark.parametrize(("url", "statements"), [("/guides/", 7), ("/guides/data-analyst/", 7)])
def test_a_list_asks_as_often_for_two_guides_as_for_one(
    reader, cast, url, statements, django_assert_num_queries
):
    for number in [1, 2]:
        guide = factory.guide(cast.path, number)
        reading.confirm(guide.current, cast.mentor)
        reworded(guide)
        reader.get(url)
        with django_assert_num_queries(statements):
            assert reader.get(url).content.decode().count("1 change since you read it") == number
