"""What a small Zendesk Help Center's list endpoints give."""

import json
from pathlib import Path
from typing import Any

import pytest

from mentorhub.content.reports import Outcome, Report
from tests.factories import helpcenter

SITE = "https://school.zendesk.com"
BODY = f"""<p>Wait <strong>15 minutes:</strong>then write.</p>
<h2 id="h_01">Close the session</h2><p><a href="#h_01">Below</a>, or
<a href="{SITE}/hc/en-us/articles/102-Invoices">invoices</a>.</p>
<table><tbody><tr><td>When</td><td>Who</td></tr><tr><td>a|b</td><td>you</td></tr></tbody></table>
<img src="{SITE}/hc/article_attachments/501/screen.png" alt="The button">"""


def category(key: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "name": name, "description": "", "position": 0, "locale": "en-us",
            "source_locale": "en-us", "html_url": f"{SITE}/hc/en-us/categories/{key}", **more}  # fmt: skip


def section(key: int, name: str, above: int = 1, **more: Any) -> dict[str, Any]:
    return {**category(key, name), "category_id": above, "parent_section_id": None, **more}


def article(key: int, title: str, body: str = "<p>Do this now.</p>", **more: Any) -> dict[str, Any]:
    return {"id": key, "section_id": 11, "title": title, "name": title, "body": body, "draft": False,
            "promoted": False, "position": 0, "user_segment_id": None, "label_names": [],
            "content_tag_ids": [], "locale": "en-us", "source_locale": "en-us", "outdated": False,
            "created_at": "2024-01-10T12:00:00Z", "updated_at": "2025-03-01T09:30:00Z",
            "edited_at": "2025-02-01T09:30:00Z", "vote_sum": 0, "vote_count": 0,
            "html_url": f"{SITE}/hc/en-us/articles/{key}-{title}", **more}  # fmt: skip


def translation(of: int, locale: str, title: str, body: str, **more: Any) -> dict[str, Any]:
    return {"id": of * 10, "source_id": of, "source_type": "Article", "locale": locale,
            "title": title, "body": body, "draft": False, "outdated": False, **more}  # fmt: skip


def write(folder: Path, name: str, data: Any) -> None:
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "a.json", {"categories": [category(1, "Mentors")], "count": 1})
    sections = [section(11, "Sessions", position=2), section(12, "Empty")]
    write(tmp_path, "b.json", {"sections": sections, "next_page": None})
    first = article(101, "A no-show", BODY, promoted=True, label_names=["absent", "late"])
    second = article(102, "Invoices", user_segment_id=7, vote_sum=2, vote_count=4)
    write(tmp_path, "page1.json", {"articles": [first], "count": 3, "next_page": f"{SITE}/2"})
    write(tmp_path, "page2.json", {"articles": [second, article(103, "Soon", draft=True)]})
    french = translation(101, "fr", "Une séance manquée", "<p>Attendez 15 minutes.</p>")
    write(tmp_path, "deep/t.json", {"translations": [french]})
    votes = [{"id": n, "user_id": 9, "value": v, "item_id": 101, "item_type": "Article"}
             for n, v in enumerate([1, 1, -1])]  # fmt: skip
    write(tmp_path, "v.json", {"votes": votes})
    files = [
        {"id": 501, "article_id": 101, "file_name": "screen.png", "inline": True,
         "content_type": "image/png", "content_url": f"{SITE}/x", "size": 10},
        {"id": 502, "article_id": 101, "file_name": "form.pdf", "inline": False,
         "content_type": "application/pdf", "content_url": f"{SITE}/y", "size": 10},
    ]  # fmt: skip
    write(tmp_path, "files.json", {"article_attachments": files})
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments/screen.png").write_bytes(helpcenter.png())
    (tmp_path / "attachments/form.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    return tmp_path


def skipped(report: Report) -> dict[str, str]:
    return {what: why for outcome, what, why in report.lines if outcome == Outcome.SKIPPED}
