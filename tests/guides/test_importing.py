"""Guides from and to a folder of Markdown: what goes in comes out again, and nothing is half done."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guides.content import Content, Criterion, Deliverable, Section
from guides.drafting import save_draft
from guides.exporting import export_folder
from guides.folders import tidied
from guides.importing import import_folder
from guides.models import Guide
from mentorhub.paths.models import Project
from tests.factories import guide_folders
from tests.factories import guides as factory
from tests.factories.guide_folders import CRITERION, PROJECT, why
from tests.factories.guides import CONTENT, reworded

AWKWARD = Content(
    brief="    indented code\n\nand **more**  \nwith a break\n---\nand a line",
    assessment="---\nnot: a head\n---\n\nText",
    sections=(
        Section(
            "A \"title\": with, #all 'of' it",
            "one",
            text="<!-- aims -->\n\\<!-- questions -->\n\\\\<!-- x -->\n<!-- not one of ours, at all -->",
            aims="## Aims\n\n- one\n  - two",
            resources="\u2028 stays, as does é and 🐘",
        ),
        Section("2024", "2024", questions="- yes"),
        Section("null", "null", difficulties="- `- - -`"),
    ),
    deliverables=(
        Deliverable("No text", "no-text", criteria=(Criterion("Only missed", missed="x"),)),
        Deliverable("No criteria", "no-criteria", text="<!-- checked -->"),
    ),
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        it.relative_to(folder).as_posix(): it.read_bytes()
        for it in folder.rglob("*")
        if it.is_file()
    }


def outcomes(report):
    return [(str(outcome), what) for outcome, what, _why in report.lines]


@pytest.fixture
def exported(cast, tmp_path) -> Path:
    return guide_folders.exported(cast.path, tmp_path)


def test_the_folder_is_this(exported):
    assert sorted(files(exported)) == [
        f"{PROJECT}/assessment.md",
        f"{PROJECT}/deliverables/01-notebook/criteria/01-clean-the-data.md",
        CRITERION,
        f"{PROJECT}/deliverables/01-notebook/deliverable.md",
        f"{PROJECT}/deliverables/02-slides/criteria/01-recommend-markets.md",
        f"{PROJECT}/deliverables/02-slides/deliverable.md",
        f"{PROJECT}/project.md",
        f"{PROJECT}/sections/01-first-session-frame-the-question.md",
        f"{PROJECT}/sections/02-second-session-group-the-countries.md",
    ]
    assert (exported / CRITERION).read_text() == (
        "---\ntitle: Cluster the countries\nanchor: cluster-the-countries\n---\n\n"
        "<!-- meets -->\n\ntwo methods are compared.\n"
    )


@pytest.mark.parametrize("content", [CONTENT, AWKWARD], ids=["plain", "awkward"])
def test_what_is_exported_imported_and_exported_again_is_the_same_to_the_byte(
    cast, tmp_path, editor, content
):
    guide = factory.draft(cast.path, content=content, editor=editor)
    kept = tidied(guide.drafted)
    export_folder(tmp_path / "first")
    Guide.objects.all().delete()

    import_folder(tmp_path / "first", None)
    export_folder(tmp_path / "second")

    assert Guide.objects.get().drafted == kept
    assert Guide.objects.get().editor == editor
    assert files(tmp_path / "second") == files(tmp_path / "first")


def test_an_import_makes_a_draft_and_publishes_nothing(cast, exported, editor):
    report = import_folder(exported, editor)

    guide = Guide.objects.get()
    assert outcomes(report) == [("made", PROJECT)]
    assert guide.current is None
    assert guide.drafted == CONTENT.with_anchors(set())


def test_a_second_time_changes_nothing(cast, exported):
    import_folder(exported, None)
    version = Guide.objects.get().version

    report = import_folder(exported, None)

    assert outcomes(report) == [("unchanged", PROJECT)]
    assert Guide.objects.get().version == version


def test_with_a_reason_it_is_published_once(cast, exported, editor):
    import_folder(exported, editor, why="From our repository")
    again = import_folder(exported, editor, why="From our repository")

    version = Guide.objects.get().versions.get()
    assert (version.why, version.published_by) == ("From our repository", editor)
    assert outcomes(again) == [("unchanged", PROJECT)]


def test_what_is_not_fit_to_be_published_is_not_kept_as_a_draft_either(cast, exported):
    (exported / CRITERION).write_text("---\ntitle: Cluster\n---\n")

    report = import_folder(exported, None, why="Too early")

    assert why(report) == "“Cluster” says nothing yet."
    assert not Guide.objects.exists()


def test_a_dry_run_says_what_would_be_done_and_does_nothing(cast, exported):
    report = import_folder(exported, None, why="Later", dry_run=True)

    assert outcomes(report) == [("made", PROJECT)]
    assert not Guide.objects.exists()


def test_a_project_that_is_not_there_yet_is_made_with_its_title(cast, exported):
    cast.path.projects.filter(number=2).delete()

    import_folder(exported, None)

    project = Project.objects.get(path=cast.path, number=2)
    assert (project.title, Guide.objects.get().project) == ("Run a market study", project)


def test_a_file_of_another_anchor_is_another_part_and_an_old_one_goes(cast, exported):
    import_folder(exported, None)
    (exported / CRITERION).rename(exported / CRITERION.replace("cluster-the", "sort-the"))
    file = exported / CRITERION.replace("cluster-the", "sort-the")
    file.write_text("---\ntitle: Sort the countries\n---\n\n<!-- meets -->\n\nThey are sorted.\n")

    assert outcomes(import_folder(exported, None)) == [("changed", PROJECT)]

    assert [it.anchor for it in Guide.objects.get().drafted.criteria] == [
        "clean-the-data",
        "sort-the-countries",
        "recommend-markets",
    ]


def test_a_draft_that_was_changed_here_is_not_overwritten(cast, exported, editor):
    import_folder(exported, None)
    guide = Guide.objects.get()
    mine = reworded(guide.drafted, "clean-the-data", missed="Written here")
    save_draft(guide, mine, editor, seen_version=None)
    (exported / CRITERION).write_text("---\ntitle: Cluster\n---\n\n<!-- meets -->\n\nNew.\n")

    report = import_folder(exported, None)

    assert why(report) == "changed here since the last import; export it first, or use --force"
    assert report.unusable == 0
    assert Guide.objects.get().drafted == mine

    assert outcomes(import_folder(exported, None, force=True)) == [("changed", PROJECT)]
    assert Guide.objects.get().drafted.part("cluster-the-countries").meets == "New."


def test_what_was_written_and_published_here_is_not_overwritten_either(cast, exported, editor):
    import_folder(exported, None, why="From our repository")
    guide = Guide.objects.get()
    factory.next_version(guide, reworded(guide.drafted, "clean-the-data", missed="Written here"))

    report = import_folder(exported, None, why="Once more")

    assert outcomes(report) == [("skipped", PROJECT)]
    assert Guide.objects.get().current.number == 2


def test_what_was_published_here_as_it_was_imported_takes_the_next_import(cast, exported, editor):
    import_folder(exported, None)
    from guides.publishing import publish  # noqa: PLC0415 (the only test that publishes by hand)

    publish(Guide.objects.get(), editor, "First", seen_version=None)
    (exported / CRITERION).write_text("---\ntitle: Cluster\n---\n\n<!-- meets -->\n\nNew.\n")

    assert outcomes(import_folder(exported, None)) == [("changed", PROJECT)]


def test_other_files_and_hidden_folders_stand_in_nobody_s_way(cast, exported):
    (exported / "README.md").write_text("How we write guides.")
    (exported / PROJECT / "picture.png").write_bytes(b"")
    (exported / PROJECT / ".trash").mkdir()
    (exported / PROJECT / ".trash/old.md").write_text("x")
    (exported / ".git/refs").mkdir(parents=True)
    (exported / ".git/refs/x.md").write_text("x")

    assert outcomes(import_folder(exported, None)) == [("made", PROJECT)]


def test_more_than_ninety_nine_parts_keep_their_order(cast, tmp_path):
    many = tuple(Section(f"Session {n}", text="x") for n in range(120))
    guide = factory.draft(cast.path, content=Content(sections=many))
    kept = guide.drafted
    export_folder(tmp_path)
    Guide.objects.all().delete()

    import_folder(tmp_path, None)

    assert Guide.objects.get().drafted == kept


def test_a_new_export_leaves_no_file_of_a_part_that_is_gone(cast, tmp_path):
    guide = factory.draft(cast.path)
    export_folder(tmp_path)
    (tmp_path / PROJECT / "data.csv").write_text("kept")
    save_draft(
        guide, replace(guide.drafted, deliverables=(), assessment=""), None, seen_version=None
    )
    Project.objects.filter(pk=guide.project_id).update(title="Another title")

    names = export_folder(tmp_path)

    assert names == [PROJECT]
    assert sorted(it.name for it in (tmp_path / PROJECT).iterdir()) == [
        "data.csv",
        "project.md",
        "sections",
    ]


def test_only_the_path_and_the_project_asked_for_are_exported(cast, tmp_path):
    factory.draft(cast.path, number=1)
    factory.draft(cast.path, number=2)
    factory.draft(cast.other_path, number=2)

    assert export_folder(tmp_path, path="data-analyst", number=2) == [PROJECT]


# --- The commands ------------------------------------------------------------------------------


def test_the_commands_tell_what_they_did(cast, tmp_path, capsys, editor):
    factory.draft(cast.path)

    call_command("export_guides", tmp_path, "--path", "data-analyst")
    assert capsys.readouterr().out == f"{PROJECT}\n1 written to {tmp_path}.\n"

    Guide.objects.all().delete()
    call_command("import_guides", tmp_path, "--publish", "--why", "New", "--author", editor.email)
    assert capsys.readouterr().out == (
        f"made: {PROJECT}\n1 made, 0 changed, 0 unchanged, 0 skipped\n"
    )
    assert Guide.objects.get().current.published_by == editor


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--publish"], "go together"),
        (["--why", "x"], "go together"),
        (["--publish", "--why", "x" * 201], "201 characters; 200 fit"),
        (["--author", "nobody@example.net"], "Nobody has the address"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(cast, exported, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_guides", exported, *options)

    assert not Guide.objects.exists()


def test_the_command_fails_when_something_could_not_be_used(cast, exported, tmp_path):
    (exported / CRITERION).write_text("x")

    with pytest.raises(CommandError, match="1 could not be used"):
        call_command("import_guides", exported)
    with pytest.raises(CommandError, match="holds no <path>/<project>"):
        call_command("import_guides", exported / PROJECT / "sections")
