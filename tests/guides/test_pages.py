"""The pages of a project, as its readers find them."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from guides.content import Criterion, Deliverable, Section
from guides.drafting import open_to
from guides.models import Part
from tests.factories import guides as factory
from tests.factories import people

PROJECT = "/guides/data-analyst/2/"
TABS = ["", "deliverables/", "mentor-guide/", "assessment/", "history/"]


def read(client: Client, url: str, **options: object) -> str:
    response = client.get(url, **options)
    assert response.status_code == 200
    return response.content.decode()


def ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


@pytest.fixture
def reader(client, cast) -> Client:
    client.force_login(cast.mentor)
    return client


def test_each_tab_is_an_address_and_says_which_version_it_shows_and_why(reader, cast):
    factory.guide(cast.path)

    for tab in TABS:
        page = read(reader, PROJECT + tab)
        assert "<h1>2. Run a market study</h1>" in page
        assert "<b>Version 1</b>" in page and "<span>First version</span>" in page
        assert [re.search(r'href="([^"]+)" aria-current="page"', page)[1]] == [PROJECT + tab]


def test_the_mentor_guide_has_sections_in_order_then_the_criteria_of_each_deliverable(reader, cast):
    factory.guide(cast.path)

    page = read(reader, f"{PROJECT}mentor-guide/")

    shown = [
        "first-session-frame-the-question",
        "second-session-group-the-countries",
        "all_criteria",
        "notebook",
        "clean-the-data",
        "cluster-the-countries",
        "slides",
        "recommend-markets",
    ]
    assert [it for it in ids(page) if it in shown] == shown
    for words in ["Questions to ask", "Common difficulties", "Often missed", "rows vanish"]:
        assert words in page


def test_deliverables_link_to_their_criteria(reader, cast):
    factory.guide(cast.path)

    page = read(reader, f"{PROJECT}deliverables/")

    assert "One notebook that runs from top to bottom." in page
    assert f'href="{PROJECT}assessment/#clean-the-data">Clean the data</a>' in page


def test_assessment_says_how_to_assess_and_shows_every_criterion(reader, cast):
    factory.guide(cast.path)

    page = read(reader, f"{PROJECT}assessment/")

    assert "Ask for the reasons behind each choice." in page
    assert {"clean-the-data", "cluster-the-countries", "recommend-markets"} <= set(ids(page))


def test_every_section_and_criterion_can_be_asked_about(reader, cast):
    guide = factory.guide(cast.path)

    page = read(reader, f"{PROJECT}mentor-guide/")

    asked = re.findall(rf'href="/contact/\?guide={guide.pk}&amp;part=([\w-]+)"', page)
    parts = [it.anchor for it in guide.current.content.parts() if it.kind != "deliverable"]
    assert sorted(asked) == sorted(parts)


@pytest.mark.parametrize("tab", [*TABS, "print/"])
def test_no_id_comes_twice_even_if_a_text_has_headings_named_like_parts(reader, cast, tab):
    text = "# Clean the data\n\n## Notes\n\n## Contents\n\nwords\n\n## Notes"
    content = replace(
        factory.CONTENT,
        brief=text,
        assessment=text,
        sections=(Section("Clean the data", text=text, aims=text), Section("Brief", text=text)),
        deliverables=(
            Deliverable("Notes", text=text, criteria=(Criterion("Clean the data", meets=text),)),
        ),
    )
    factory.guide(cast.path, content=content)

    found = ids(read(reader, PROJECT + tab))

    assert sorted(set(found)) == sorted(found)


def test_headings_inside_a_text_stand_below_the_title_of_its_part(reader, cast):
    section = Section("A section", text="## Below the title", aims="## Below the name")
    criterion = Criterion("A criterion", meets="## Deep down")
    content = replace(
        factory.CONTENT,
        sections=(section,),
        deliverables=(Deliverable("Notebook", criteria=(criterion,)),),
    )
    factory.guide(cast.path, content=content)

    page = read(reader, f"{PROJECT}mentor-guide/")

    for heading in [
        "<h3>Below the title</h3>",
        "<h4>Below the name</h4>",
        "<h4>A criterion</h4>",
        "<h6>Deep down</h6>",
    ]:
        assert heading in page


def test_what_an_editor_wrote_is_made_harmless(reader, cast):
    hostile = "<script>alert(1)</script>"
    content = factory.reworded(
        factory.CONTENT.with_anchors(set()), "clean-the-data", title=hostile, meets=hostile
    )
    guide = factory.guide(cast.path, content=content)
    reader.post(f"{PROJECT}seen/", {"number": 1})
    factory.next_version(guide, replace(content, brief=hostile), hostile)

    for tab in [*TABS, "print/"]:
        assert hostile not in read(reader, PROJECT + tab)


# --- Print -----------------------------------------------------------------------------------


def test_the_print_has_all_tabs_on_one_page_with_version_and_date(reader, cast):
    guide = factory.guide(cast.path)

    page = read(reader, f"{PROJECT}print/")

    for words in [
        "A food company wants to export its chicken.",
        "One notebook that runs from top to bottom.",
        "Begin with the client, not with the data.",
        "Ask for the reasons behind each choice.",
        "Countries with two names.",
        "<b>Version 1</b>",
    ]:
        assert words in page
    assert f'<time datetime="{guide.current.published_at:%Y-%m-%d}' in page


# --- Finding a project -----------------------------------------------------------------------


def test_the_projects_of_ones_paths_are_listed_and_what_is_not_written_yet_says_so(reader, cast):
    factory.guide(cast.path)
    factory.guide(cast.other_path, 1)

    page = read(reader, "/guides/")

    assert f'<a href="{PROJECT}">2. Run a market study</a>' in page
    assert "1. Clean three sources" in page and "The guide is being written." in page
    assert "UX Designer" not in page
    assert read(reader, "/guides/data-analyst/").count("Being written") == 1


def test_a_path_without_projects_says_so(reader, cast):
    cast.path.projects.all().delete()

    assert "This path has no projects yet." in read(reader, "/guides/")
    assert "This path has no projects yet." in read(reader, "/guides/data-analyst/")


def test_who_is_on_no_path_is_told_what_to_do(client, db):
    client.force_login(people.user("Nina Novak"))

    assert "You are not on a path yet" in read(client, "/guides/")


def test_of_a_path_that_one_is_not_on_only_the_opened_guide_is_listed(client, cast):
    guide = factory.guide(cast.path)
    open_to(guide, [cast.other_path])
    client.force_login(cast.other_mentor)

    page = read(client, "/guides/")

    assert "Run a market study" in page and "Clean three sources" not in page
    assert page.index("UX Designer") < page.index("Data Analyst")


@pytest.mark.parametrize(
    "url",
    [
        "/guides/no-such-path/",
        "/guides/ux-designer/",
        "/guides/data-analyst/0/",
        "/guides/data-analyst/1/",
        f"/guides/data-analyst/{10**9}/",
        f"/guides/data-analyst/{10**30}/mentor-guide/",
        f"/guides/data-analyst/{10**9}/at/clean-the-data/",
        "/guides/data-analyst/-1/",
    ],
)
def test_what_is_not_there_or_not_yours_is_not_found(reader, cast, url):
    factory.guide(cast.path)
    factory.guide(cast.other_path, 1)

    assert reader.get(url).status_code == 404


# --- Anchors ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anchor", "place"),
    [
        ("clean-the-data", "assessment/#clean-the-data"),
        ("first-session-frame-the-question", "mentor-guide/#first-session-frame-the-question"),
        ("notebook", "deliverables/#notebook"),
    ],
)
def test_an_address_leads_to_a_part_wherever_it_stands(reader, cast, anchor, place):
    factory.guide(cast.path)

    assert reader.get(f"{PROJECT}at/{anchor}/")["Location"] == PROJECT + place


def test_a_part_that_is_gone_leads_to_where_it_stood_and_says_so(reader, cast):
    guide = factory.guide(cast.path)
    content = guide.current.content
    shorter = replace(content, sections=content.sections[:1])
    factory.next_version(guide, shorter)

    response = reader.get(f"{PROJECT}at/second-session-group-the-countries/", follow=True)

    to = f"{PROJECT}mentor-guide/#first-session-frame-the-question"
    assert response.redirect_chain == [(to, 302)]
    said = "“Second session: group the countries” is not in the guide any more"
    assert said in response.content.decode()


def test_an_anchor_that_never_was_leads_to_the_beginning_and_says_so(reader, cast):
    factory.guide(cast.path)

    response = reader.get(f"{PROJECT}at/nothing-here/", follow=True)

    assert response.redirect_chain == [(f"{PROJECT}mentor-guide/", 302)]
    assert "This guide has no part “nothing-here”." in response.content.decode()


def test_following_an_address_changes_no_part(reader, cast):
    factory.guide(cast.path)
    before = list(Part.objects.values())

    reader.get(f"{PROJECT}at/clean-the-data/")

    assert list(Part.objects.values()) == before


# --- History ---------------------------------------------------------------------------------


def test_the_history_says_when_who_why_and_in_what(reader, cast):
    guide = factory.guide(cast.path)
    content = factory.reworded(guide.current.content, "clean-the-data", meets="now otherwise.")
    factory.next_version(guide, content, "Made plain", cast.editor)

    page = read(reader, f"{PROJECT}history/")

    latest = page[
        page.index(">Version 2<") : page.index(">Version 1<", page.index("Versions</h2>"))
    ]
    for words in ["Made plain", "Elise Dubois", "1 part", ">Clean the data</a>", "Changed"]:
        assert words in latest


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", "2"])
def test_a_page_of_the_history_that_is_not_there_shows_the_nearest(reader, cast, page):
    factory.guide(cast.path)

    assert "First version" in read(reader, f"{PROJECT}history/?page={page}")
