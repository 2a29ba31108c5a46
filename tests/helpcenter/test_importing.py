"""Import and export: twice is once, and one bad file stops no other."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpcenter.exporting import export_folder
from helpcenter.importing.markdown import import_folder
from helpcenter.models import Article, Category, OldAddress
from mentorhub.content.models import Revision
from mentorhub.content.reports import Outcome
from tests.factories import helpcenter, paths

pytestmark = pytest.mark.django_db

CATEGORY = "---\ntitle: Sessions\ntitle_fr: Séances\norder: 1\nicon: calendar-days\n---\n"
ENGLISH = """---
title: A no-show
summary: Wait, then close the session.
audience: mentors
paths: [data-analyst]
pinned: true
updated: 2026-10-05
---

Wait **15 minutes**.
"""
FRENCH = "---\ntitle: Une séance manquée\nsummary: Attendez, puis clôturez.\n---\n\nAttendez.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    paths.path("Data Analyst")
    write(tmp_path, "sessions/_category.md", CATEGORY)
    write(tmp_path, "sessions/no-show.en.md", ENGLISH)
    write(tmp_path, "sessions/no-show.fr.md", FRENCH)
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def outcomes(folder: Path) -> dict[str, str]:
    return {name: str(outcome) for outcome, name, _ in import_folder(folder, None).lines}


def test_a_folder_becomes_articles(folder, editor):
    report = import_folder(folder, editor)

    assert report.count(Outcome.MADE) == 3
    english = Article.objects.get(slug="no-show")
    assert (english.title, english.pinned, english.audience) == ("A no-show", True, "mentors")
    assert [path.slug for path in english.paths.all()] == ["data-analyst"]
    assert f"{english.changed_at:%Y-%m-%d}" == "2026-10-05" and english.is_published
    french = Article.objects.get(language="fr")
    assert (french.translation_of, french.slug) == (english, "une-seance-manquee")
    assert Revision.objects.get(object_id=english.pk).author == editor
    assert Category.objects.get().title_fr == "Séances"


def test_a_second_time_changes_nothing(folder):
    import_folder(folder, None)
    before = list(Article.objects.values()), list(Revision.objects.values())

    assert set(outcomes(folder).values()) == {"unchanged"}
    assert (list(Article.objects.values()), list(Revision.objects.values())) == before


def test_a_changed_file_changes_its_article_alone(folder):
    import_folder(folder, None)
    write(folder, "sessions/no-show.en.md", ENGLISH.replace("15 minutes", "20 minutes"))

    assert outcomes(folder) == {
        "sessions/_category.md": "unchanged",
        "sessions/no-show.en.md": "changed",
        "sessions/no-show.fr.md": "unchanged",
    }
    assert "20 minutes" in Article.objects.get(slug="no-show").body


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter", "no front matter"),
        ("---\ntitle: [\n---\nx", "front matter is no YAML, line"),
        ("---\n- a\n---\nx", "no list of keys and values"),
        ("---\nsummary: x\n---\nx", "title is missing"),
        ("---\ntitle: 12\nsummary: x\n---\nx", "title must be words"),
        ("---\ntitle: x\nsummary: y\naudience: cats\n---\nx", "audience"),
        ("---\ntitle: x\nsummary: y\npaths: [nowhere]\n---\nx", "there is no path nowhere"),
        ("---\ntitle: x\nsummary: y\npinned: maybe\n---\nx", "pinned must be true or false"),
        ("---\ntitle: x\nsummary: y\nupdated: soon\n---\nx", "updated must be a date"),
        ("---\ntitle: x\nsummary: y\ncolour: red\n---\nx", "unknown in front matter: colour"),
        ("---\ntitle: x\nsummary: y\n---\n", "body"),
        ("---\ntitle: !!python/object/apply:os.system [ls]\n---\nx", "front matter is no YAML"),
        (b"---\ntitle: \xff\n---\n", "not UTF-8"),
        ("---\ntitle: x\nsummary: y\n---\na\0b", "holds a NUL"),
        (f"---\ntitle: x\nsummary: {'y' * 301}\n---\nx", "summary"),
    ],
)
def test_a_bad_file_is_named_with_the_reason_and_the_rest_go_on(folder, text, said):
    write(folder, "sessions/bad.en.md", text)

    report = import_folder(folder, None)

    ((_, name, why),) = [line for line in report.lines if line[0] == Outcome.SKIPPED]
    assert name == "sessions/bad.en.md" and said in why
    assert report.count(Outcome.MADE) == 3


def test_a_category_that_cannot_be_used_takes_its_articles_with_it(folder):
    write(folder, "sessions/_category.md", CATEGORY.replace("calendar-days", "no-such-icon"))

    report = import_folder(folder, None)

    assert report.count(Outcome.SKIPPED) == 3
    assert not Article.objects.exists()


def test_the_command_reports_and_fails_when_a_file_was_bad(folder, capsys):
    write(folder, "sessions/bad.en.md", "nothing")

    with pytest.raises(CommandError, match="1 could not be used"):
        call_command("import_helpcenter", folder)

    out = capsys.readouterr().out
    assert "made: sessions/no-show.en.md" in out and "skipped: sessions/bad.en.md" in out
    assert "3 made, 0 changed, 0 unchanged, 1 skipped" in out


def test_what_is_exported_comes_back_as_it_was(folder, tmp_path_factory):
    import_folder(folder, None)
    helpcenter.article("A draft", state="draft")
    exported = tmp_path_factory.mktemp("export")

    assert export_folder(exported) == 4
    assert set(outcomes(exported).values()) == {"unchanged"}

    Article.objects.all().delete()
    OldAddress.objects.all().delete()
    import_folder(exported, None)
    assert {(it.slug, it.state) for it in Article.objects.all()} == {
        ("no-show", "published"),
        ("une-seance-manquee", "published"),
        ("a-draft", "draft"),
    }
