"""Where the links, pictures and files of Zendesk's texts stand now."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from django.urls import reverse

from helpcenter.models import Article, Category, Imported
from mentorhub.content.reports import Outcome, Report, Unusable

from . import fields
from .attachments import PICTURES, Files
from .records import Record, Records

ADDRESS = re.compile(r"/hc/(?:([\w-]+)/)?(articles|sections|categories)/(\d+)")
FILES = {"en": "Attachments", "fr": "Pièces jointes"}


@dataclass
class Planned:
    """One text of one article, and where it will stand."""

    id: str
    language: str
    record: Record
    text: Record
    category: Category
    known: Imported
    article: Article
    original: "Planned | None" = None
    outcome: Outcome | None = None

    @property
    def what(self) -> str:
        return f"article {self.id} {self.language} “{str(self.text.get('title') or '')[:60]}”"

    @property
    def address(self) -> str:
        return reverse("helpcenter:article", args=[self.category.slug, self.article.slug])


@dataclass
class Run:
    """What an import knows while it runs."""

    records: Records
    files: Files
    report: Report
    force: bool
    categories: dict[str, Category] = field(default_factory=dict)
    planned: dict[tuple[str, str], Planned] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)

    @cached_property
    def hosts(self) -> list[str]:
        """Where the Help Center stood."""
        every = [one for kind in ("article", "section", "category")
                 for one in self.records.of(kind).values()]  # fmt: skip
        found = (one.get("html_url") for one in every)
        return sorted({urlsplit(one).netloc for one in found if isinstance(one, str)} - {""})


def file_address(run: Run, plan: Planned, source: str) -> str | None:
    try:
        return run.files.address_of(source, plan.id)
    except Unusable as error:
        run.report.note(f"{plan.what}: {error}")
        return None


def link_address(run: Run, plan: Planned, address: str) -> str:
    """Where a link of Zendesk's leads here; others stay, whole; empty for what is no address."""
    host = run.hosts[0] if run.hosts else ""
    parts = urlsplit(urljoin(f"https://{host}", address) if host else address)
    if parts.scheme and parts.scheme not in {"http", "https", "mailto", "tel"}:
        return ""
    is_theirs = not parts.netloc or parts.netloc in run.hosts
    is_theirs = is_theirs or parts.netloc.endswith(".zendesk.com")
    if is_theirs and (found := ADDRESS.search(parts.path)):
        return _here(run, plan, found[2], found[3]) or parts.geturl()
    if is_theirs and "/article_attachments/" in parts.path:
        return file_address(run, plan, parts.geturl()) or parts.geturl()
    return parts.geturl()


def _here(run: Run, plan: Planned, kind: str, key: str) -> str:
    if kind == "sections" and key in run.categories:
        return run.categories[key].get_absolute_url()
    if kind == "categories":
        return reverse("helpcenter:home")
    other = run.planned.get((key, plan.language)) or next(
        (it for (id_, _language), it in run.planned.items() if id_ == key), None
    )
    if other:
        return other.address
    names = [f"zendesk:article:{key}:{it}" for it in (plan.language, "en", "fr")]
    known = Imported.objects.filter(key__in=names).exclude(article=None)
    found = known.select_related("article__category").first()
    return found.article.get_absolute_url() if found and found.article else ""


def listed_files(run: Run, plan: Planned, body: str) -> str:
    """The files that Zendesk lists below an article, where its text does not link to them."""
    lines = []
    for key, record in run.files.attachments.items():
        locale = record.get("locale")
        if str(record.get("article_id")) != plan.id or record.get("inline") is True:
            continue
        if locale and fields.language(locale) != plan.language:
            continue
        name = fields.words(record, "display_file_name", "file_name", most=120) or key
        try:
            address = run.files.address_of_attachment(record)
        except Unusable as error:
            run.report.note(f"{plan.what}: {error}")
            continue
        if address not in body:
            shows = "!" if PurePosixPath(name).suffix.lower() in PICTURES else ""
            lines.append(
                f"{'' if shows else '- '}{shows}[{name.replace('[', '').replace(']', '')}]({address})"
            )
    return f"\n\n## {FILES[plan.language]}\n\n" + "\n".join(lines) if lines else ""
