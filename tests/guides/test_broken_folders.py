"""What cannot be imported: it is named, its project is left alone, and the others go on."""

from pathlib import Path

import pytest

from guides.content import Content, Section
from guides.exporting import export_folder
from guides.importing import import_folder
from guides.models import Guide
from mentorhub.content.reports import Outcome
from tests.factories import guide_folders
from tests.factories import guides as factory
from tests.factories.guide_folders import CRITERION, PROJECT, why


@pytest.fixture
def exported(cast, tmp_path) -> Path:
    return guide_folders.exported(cast.path, tmp_path)


BROKEN = {
    "---\ntitle: [\n---\n\nx": "front matter is no YAML, line 3",
    "---\ntitle: x\ntitel: y\n---\n": "unknown in front matter: titel",
    "---\nanchor: x\n---\n": "title is missing",
    "---\ntitle: 7\n---\n": "title must be words",
    "---\ntitle: x\nanchor: a b\n---\n": "anchor must be letters, digits and hyphens, 120 at most",
    "---\ntitle: x\nanchor: brief\n---\n": "anchor brief is one that the page itself uses",
    "---\ntitle: x\n---\n\n<!-- aims -->\n": "<!-- aims --> is none of checked, meets, fails, missed",
    "---\ntitle: x\n---\n\n<!-- meets -->\n<!-- meets -->": "<!-- meets --> stands there twice",
    "---\ntitle: x\n---\n\nHello\n": "words stand before the first of checked, meets, fails, missed",
    "no head at all": "no front matter between two lines of ---",
    "---\ntitle: x\n---\n\n" + "x" * 600_000: "larger than 500000 bytes",
    "---\ntitle: \0\n---\n": "holds a NUL",
}


@pytest.mark.parametrize(("text", "reason"), BROKEN.items(), ids=list(BROKEN.values()))
def test_one_broken_file_is_named_and_its_project_left_alone_while_others_go_on(
    cast, exported, text, reason
):
    other = Content(sections=(Section("Plan", "plan", text="Plan."),))
    factory.draft(cast.path, number=1, content=other)
    export_folder(exported)
    Guide.objects.all().delete()
    (exported / CRITERION).write_text(text)

    report = import_folder(exported, None)

    inside = CRITERION.removeprefix(f"{PROJECT}/")
    assert (Outcome.SKIPPED, PROJECT, f"{inside}: {reason}") in report.lines
    assert Guide.objects.get().project.number == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"path: data-analyst": "path: no-such-path"}, "there is no path no-such-path"),
        ({"number: 2": "number: two"}, "project.md: number must be a whole number from 1 on"),
        ({"number: 2": "number: true"}, "project.md: number must be a whole number from 1 on"),
        ({"number: 2": "number: 99999"}, "project.md: number must be a whole number from 1 on"),
        (
            {"number: 2": "number: 2\neditor: nobody@example.net"},
            "project.md: nobody has the address nobody@example.net",
        ),
        ({"title: Run": f"title: {'x' * 300} Run"}, "title: Ensure this value has at most 200"),
    ],
)
def test_a_head_that_cannot_be_used_is_told(cast, exported, change, reason):
    file = exported / PROJECT / "project.md"
    text = file.read_text()
    for old, new in change.items():
        text = text.replace(old, new)
    file.write_text(text)

    report = import_folder(exported, None)

    assert why(report).startswith(reason)
    assert not Guide.objects.exists()


def test_a_number_used_twice_is_named_and_neither_is_taken(cast, exported):
    twin = exported / "data-analyst/03-another"
    twin.mkdir()
    (twin / "project.md").write_text("---\npath: data-analyst\nnumber: 2\ntitle: Another\n---\n")

    report = import_folder(exported, None)

    assert [line[2] for line in report.lines] == [
        "number 2 of data-analyst is that of data-analyst/03-another as well",
        f"number 2 of data-analyst is that of {PROJECT} as well",
    ]
    assert not Guide.objects.exists()


def test_a_file_in_no_place_is_named_for_it_would_be_lost_in_silence(cast, exported):
    (exported / PROJECT / "section").mkdir()
    (exported / PROJECT / "section/01-more.md").write_text("---\ntitle: More\n---\n\nMore.")

    assert why(import_folder(exported, None)) == "section/01-more.md: in no place of a project"


def test_two_parts_of_one_anchor_are_named(cast, exported):
    (exported / PROJECT / "sections/03-notebook.md").write_text("---\ntitle: More\n---\n\nMore.")

    assert why(import_folder(exported, None)) == "2 parts have the anchor notebook"


def test_a_folder_without_its_head_is_named(cast, exported):
    (exported / PROJECT / "project.md").unlink()

    assert why(import_folder(exported, None)) == "project.md: the file is missing"
