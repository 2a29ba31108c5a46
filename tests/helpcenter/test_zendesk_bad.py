"""A bad record, file or picture of an import is named with its reason, and the rest go on."""

import pytest

from helpcenter.importing.zendesk import import_zendesk
from helpcenter.models import Article, Attachment, Picture

from .zendesk_export import article, folder, skipped, translation, write

__all__ = ["folder"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"title": None, "name": None}, "it has no title"),
        ({"title": 12, "name": None}, "title must be words"),
        ({"body": None}, "it has no text"),
        ({"body": "<script>alert(1)</script>"}, "it has no text"),
        ({"body": "<p>x</p>" * 40_000}, "its text is longer than 100000 characters"),
        ({"section_id": 999}, "its section 999 is in none of the files, or could not be used"),
        ({"promoted": "yes"}, "promoted must be true or false"),
        ({"edited_at": "soon"}, "edited_at must be a date such as 2026-11-24T10:00:00Z"),
        ({"body": "<div>" * 3000 + "x"}, "its HTML is nested too deeply"),
    ],
)
def test_a_bad_article_is_named_with_the_reason_and_the_rest_go_on(folder, bad, said):
    write(folder, "bad.json", {"articles": [article(900, "Bad", "<p>x</p>") | bad]})

    report = import_zendesk(folder)

    ((what, why),) = skipped(report).items()
    assert what.startswith("article 900") and why == said
    assert Article.objects.count() == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON: line 1"),
        ('{"articles": [5]}', "it is no record"),
        ('{"articles": [{"title": "x"}]}', "it has no id"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_go_on(folder, text, said):
    write(folder, "0bad.json", text)

    report = import_zendesk(folder)

    ((what, why),) = skipped(report).items()
    assert what.startswith("0bad.json") and said in why
    assert Article.objects.count() == 4


def test_a_picture_that_is_missing_or_none_is_named(folder):
    (folder / "attachments/screen.png").write_bytes(b"<svg onload=alert(1)>")
    (folder / "attachments/form.pdf").unlink()

    report = import_zendesk(folder)

    assert not Picture.objects.exists() and not Attachment.objects.exists()
    told = " ".join(report.notes)
    assert "screen.png" in told and "no file form.pdf in" in told
    assert "/hc/article_attachments/501/screen.png" in Article.objects.get(slug="a-no-show").body


def test_a_name_cannot_reach_out_of_the_folder(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("secret")
    (folder / "attachments/link.txt").symlink_to(secret)
    record = {"article_id": 102, "inline": False, "content_url": "x"}
    write(folder, "f.json", {"article_attachments": [
        {"id": 1, "file_name": f"../../{secret.parent.name}/secret.txt", **record},
        {"id": 2, "file_name": "link.txt", **record},
    ]})  # fmt: skip

    import_zendesk(folder)

    assert Attachment.objects.get().name == "form.pdf"


def test_other_languages_are_left_out_and_said(folder):
    write(folder, "de.json", {"translations": [translation(101, "de", "x", "<p>x</p>")]})

    report = import_zendesk(folder)

    assert skipped(report) == {
        "article 101 “A no-show” in de": "English and French are the languages here"
    }
