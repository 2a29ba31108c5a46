"""A Zendesk Help Center comes over whole, twice is once, and nothing written here is lost."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from helpcenter.importing.zendesk import import_zendesk
from helpcenter.links import broken_links
from helpcenter.models import Article, Attachment, Category, Imported, Picture, Vote
from helpcenter.writing import save_article
from mentorhub.content.models import Revision
from mentorhub.content.reports import Outcome
from tests.factories import helpcenter

from .zendesk_export import article, category, folder, section, skipped, translation, write

__all__ = ["folder"]

pytestmark = pytest.mark.django_db


def everything() -> list[list[Any]]:
    models = [Article, Category, Revision, Vote, Picture, Attachment, Imported]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_sections_become_categories_and_articles_keep_what_they_had(folder):
    report = import_zendesk(folder)

    assert skipped(report) == {}
    shelf = Category.objects.get()
    assert (shelf.title, shelf.order) == ("Sessions", 2)
    found = Article.objects.get(slug="a-no-show")
    assert (found.pinned, found.audience, found.also_asked) == (True, "public", "absent\nlate")
    assert f"{found.created_at:%Y-%m-%d} {found.published_at:%Y-%m-%d}" == "2024-01-10 2024-01-10"
    assert f"{found.changed_at:%Y-%m-%d}" == "2025-02-01"
    assert Article.objects.get(title="Invoices").audience == "mentors"
    assert Article.objects.get(title="Soon").state == "draft"
    assert Revision.objects.filter(object_id=found.pk).get().why == "Imported from Zendesk"
    assert any("section 12" in note and "not made" in note for note in report.notes)


def test_html_becomes_markdown_with_links_pictures_and_files(folder):
    import_zendesk(folder)

    found = Article.objects.get(slug="a-no-show")
    assert "Wait **15 minutes:** then write." in found.body
    assert "## Close the session" in found.body and "[Below](#close-the-session)" in found.body
    assert "[invoices](/help/sessions/invoices/)" in found.body
    assert "| When | Who |\n| --- | --- |\n| a\\|b | you |" in found.body
    picture, attachment = Picture.objects.get(), Attachment.objects.get()
    assert f"![The button]({picture.get_absolute_url()})" in found.body
    assert f"[form.pdf]({attachment.get_absolute_url()})" in found.body
    assert [*found.pictures.all()] == [picture] and [*found.attachments.all()] == [attachment]
    assert broken_links(found) == ["/help/sessions/invoices/: that article is for mentors only;"
                                   " this one is for everybody"]  # fmt: skip


def test_a_translation_is_linked_to_its_original(folder):
    import_zendesk(folder)

    french = Article.objects.get(language="fr")
    assert (french.translation_of.slug, french.title) == ("a-no-show", "Une séance manquée")


@pytest.mark.parametrize("outdated", [True, False])
def test_a_translation_is_behind_where_zendesk_says_so(folder, outdated):
    text = translation(101, "fr", "Une absence", "<p>Attendez.</p>", outdated=outdated)
    write(folder, "deep/t.json", {"translations": [text | {"updated_at": "2024-06-01T00:00:00Z"}]})

    import_zendesk(folder)

    assert Article.objects.behind().exists() is outdated


def test_votes_are_counted_with_nobody_behind_them(folder):
    import_zendesk(folder)

    votes = Vote.objects.order_by("pk")
    assert sorted(votes.filter(article__slug="a-no-show").values_list("helpful", flat=True)) == [
        False, True, True,
    ]  # fmt: skip
    assert votes.filter(article__slug="invoices", helpful=True).count() == 3
    assert votes.filter(article__slug="invoices", helpful=False).count() == 1
    assert {vote.reader.partition(":")[0] for vote in votes} == {"zendesk"}


def test_a_second_time_changes_nothing(folder):
    import_zendesk(folder)
    before = everything()

    report = import_zendesk(folder)

    assert {outcome for outcome, _what, _why in report.lines} == {Outcome.SAME}
    assert everything() == before


def test_what_was_changed_here_since_stays_unless_forced(folder):
    import_zendesk(folder)
    mine = Article.objects.get(title="Invoices")
    mine.body = "Ours is better."
    save_article(mine, None)
    Category.objects.update(description="Ours")
    write(folder, "z.json", {"articles": [article(102, "Invoices", "<p>Theirs, newer.</p>",
                                                  updated_at="2026-01-01T00:00:00Z",
                                                  edited_at="2026-01-01T00:00:00Z")]})  # fmt: skip

    report = import_zendesk(folder)

    assert skipped(report) == {
        "section 11 “Sessions”": "changed here since",
        "article 102 en “Invoices”": "changed here since",
    }
    assert report.unusable == 0
    mine.refresh_from_db()
    assert mine.body == "Ours is better."
    import_zendesk(folder, force=True)
    mine.refresh_from_db()
    assert (mine.body, Category.objects.get().description) == ("Theirs, newer.", "")


def test_a_newer_record_changes_its_article_alone(folder):
    import_zendesk(folder)
    newer = article(102, "Invoices", "<p>Quite new.</p>", edited_at="2026-01-01T00:00:00Z")
    write(folder, "z.json", {"articles": [newer | {"user_segment_id": 7}], "end_time": 1})

    report = import_zendesk(folder)

    changed = [what for outcome, what, _why in report.lines if outcome == Outcome.CHANGED]
    assert changed[0] == "article 102 en “Invoices”"
    assert Article.objects.get(title="Invoices").body == "Quite new."


def test_a_deleted_article_does_not_come_back(folder):
    import_zendesk(folder)
    Article.objects.get(title="Soon").delete()

    assert skipped(import_zendesk(folder)) == {"article 103 en “Soon”": "deleted here since"}


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    before, files = everything(), stored()

    dry = import_zendesk(folder, dry_run=True)

    assert (everything(), stored()) == (before, files)
    assert dry.lines == import_zendesk(folder).lines


def stored() -> list[Path]:
    return sorted(Path(default_storage.path("")).rglob("helpcenter/*/*/*"))


def test_one_file_with_everything_nested_translations_and_a_bare_list(tmp_path):
    nested = article(1, "One", translations=[
        translation(1, "en-us", "One", "<p>Here it is.</p>"),
        translation(1, "fr-ca", "Un", "<p>Le voici donc.</p>"),
    ])  # fmt: skip
    write(tmp_path, "all.json", {"categories": [category(1, "C")], "sections": [section(11, "S")],
                                 "articles": [nested], "users": [{"id": 1, "name": "X"}]})  # fmt: skip
    write(tmp_path, "list.json", [article(2, "Two", section_id=11)])

    import_zendesk(tmp_path)

    assert {it.title for it in Article.objects.all()} == {"One", "Un", "Two"}


def test_sections_of_one_name_bear_their_categories(tmp_path):
    helpcenter.category("Billing")
    write(tmp_path, "all.json", {
        "categories": [category(1, "Mentors"), category(2, "Assessors")],
        "sections": [section(11, "General"), section(12, "General", 2), section(13, "Billing", 2)],
        "articles": [article(n, f"Article {n}", section_id=n) for n in (11, 12, 13)],
    })  # fmt: skip

    import_zendesk(tmp_path)
    again = import_zendesk(tmp_path)

    assert set(Category.objects.values_list("title", flat=True)) == {
        "Billing", "Mentors: General", "Assessors: General", "Assessors: Billing",
    }  # fmt: skip
    assert again.count(Outcome.SAME) == 6


def test_old_addresses_lead_to_who_may_read_it(folder, client, mentor):
    import_zendesk(folder)

    moved = client.get("/hc/en-us/articles/101-A-no-show")
    assert (moved.status_code, moved["Location"]) == (301, "/help/sessions/a-no-show/")
    french = client.get("/hc/fr/articles/101-A-no-show")
    assert "manquee" in french["Location"]
    assert client.get("/hc/en-us/articles/102-Invoices").status_code == 404
    assert client.get("/hc/en-us/articles/999").status_code == 404
    assert client.get("/hc/en-us/articles/not-a-number").status_code == 404
    assert client.get("/hc/en-us/sections/11-Sessions")["Location"] == "/help/sessions/"
    assert client.get("/hc/en-us/")["Location"] == "/help/"
    client.force_login(mentor)
    assert client.get("/hc/articles/102")["Location"] == "/help/sessions/invoices/"


def test_a_file_is_for_who_may_read_an_article_that_links_to_it(folder, client, mentor):
    import_zendesk(folder)
    attachment = Attachment.objects.get()

    response = client.get(attachment.get_absolute_url())
    assert response["Content-Disposition"] == 'attachment; filename="form.pdf"'
    assert response.getvalue().startswith(b"%PDF")
    Article.objects.update(audience="mentors")
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_the_command_takes_the_folder_or_a_file_and_reports(folder, capsys):
    call_command("import_helpcenter", folder, "--dry-run")
    assert not Article.objects.exists()
    call_command("import_helpcenter", folder)

    out = capsys.readouterr().out
    assert "made: article 101 en “A no-show”" in out and "This was a dry run" in out
    write(folder, "bad.json", "{")
    with pytest.raises(CommandError, match="1 could not be used"):
        call_command("import_helpcenter", folder)
    with pytest.raises(CommandError, match="holds neither"):
        call_command("import_helpcenter", folder / "attachments")
