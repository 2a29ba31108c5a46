"""The demo's guides: all of them can be used, and no two say the same."""

from collections import Counter
from pathlib import Path

import pytest

from guides.models import Guide, Note, Reading, Version
from mentorhub.content import markdown
from mentorhub.content.reports import Outcome
from mentorhub.home.demo.articles import FOLDER as HELP
from mentorhub.home.demo.guide_notes import write_notes_and_readings
from mentorhub.home.demo.guide_versions import FOLDER, LATER, publish_demo_guides
from mentorhub.home.demo.people import PATHS, make_people
from mentorhub.paths.models import Project
from mentorhub.search.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports():
    make_people()
    return publish_demo_guides()


def test_every_project_has_its_guide_and_every_layer_is_used(reports):
    assert [line for report in reports for line in report.lines if line[0] == Outcome.SKIPPED] == []
    titles = {(it.path.name, it.number): it.title for it in Project.objects.select_related("path")}
    assert titles == {
        (path, number): title
        for path, names in PATHS.items()
        for number, title in enumerate(names, 1)
    }
    assert Guide.objects.exclude(current=None).count() == len(titles) == 20
    assert Version.objects.count() == 20 + len(LATER)
    assert Guide.objects.exclude(draft=None).count() == 1


def test_each_guide_is_a_full_one(reports):
    for guide in Guide.objects.select_related("current", "project__path"):
        content = guide.current.content
        assert 3 <= len(content.sections) <= 6, guide
        assert 2 <= len(content.deliverables) <= 4, guide
        for deliverable in content.deliverables:
            assert 3 <= len(deliverable.criteria) <= 6, (guide, deliverable.title)


def test_no_two_guides_say_the_same(reports):
    said = Counter(
        text
        for guide in Guide.objects.select_related("current")
        for part in guide.current.content.parts()
        for _name, text in part.texts
    )

    assert [text for text, times in said.items() if times > 1] == []


def test_links_into_the_help_center_lead_somewhere(reports):
    articles = {f"/help/{it.parent.name}/{it.name.split('.')[0]}/" for it in HELP.glob("*/*.md")}
    wrong = [
        (str(file.relative_to(FOLDER)), link)
        for file in FOLDER.rglob("*.md")
        for link in markdown.links(file.read_text(encoding="utf-8").split("---\n", 2)[-1])
        if link not in articles
    ]

    assert wrong == []


def test_a_layer_holds_only_what_it_changes():
    for project in {project for _layers, project, *_ in LATER}:
        before: dict[Path, str] = {}
        for layer in ["1", "2", "3", "draft"]:
            for file in (FOLDER / layer / project).rglob("*.md"):
                name = file.relative_to(FOLDER / layer)
                assert before.get(name) != file.read_text(encoding="utf-8")
                before[name] = file.read_text(encoding="utf-8")


def test_notes_and_readings_are_of_versions_that_were_there(reports):
    write_notes_and_readings()

    assert Note.objects.filter(thread=None, resolved_at=None).count() >= 5
    assert Note.objects.exclude(reported_at=None).count() == 1
    for note in Note.objects.select_related("version"):
        assert note.version.published_at <= note.at
        assert note.version.guide_id == note.part.guide_id
    for reading in Reading.objects.select_related("seen", "confirmed"):
        assert reading.confirmed is None or reading.confirmed.number <= reading.seen.number


def test_nobody_is_written_to_about_what_is_old(reports):
    assert not Version.objects.filter(told_at=None).exists()


def test_the_search_dates_a_guide_by_its_version(reports):
    newest = Guide.objects.select_related("current").get(
        project__path__slug="ux-designer", project__number=5
    )
    dates = Entry.objects.filter(kind="guide", object_id__in=newest.parts.values("pk"))

    assert set(dates.values_list("date", flat=True)) == {newest.current.published_at}
