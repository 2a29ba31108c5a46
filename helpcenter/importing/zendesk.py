"""A Zendesk Help Center, from the JSON of its list endpoints and a folder with its files.

First every section and article is given its place, then the texts are written, so that links
between them lead somewhere whatever their order.
"""

import datetime
import re
from pathlib import Path as Folder

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from helpcenter.links import broken_links
from helpcenter.models import Article, Category, Imported
from helpcenter.models.article import LONGEST_ALSO_ASKED, LONGEST_BODY
from helpcenter.writing import free_slug, save_article
from mentorhub.content import markdown, revisions
from mentorhub.content.reports import Left, Outcome, Report, Unusable, in_words

from . import fields
from .addresses import Planned, Run, file_address, link_address, listed_files
from .attachments import Files
from .html import to_markdown
from .records import Record, read
from .sections import import_sections
from .votes import import_votes

WHY = "Imported from Zendesk"


def import_zendesk(
    source: Folder, *, files: Folder | None = None, force: bool = False, dry_run: bool = False
) -> Report:
    """Make and change what the files say. Twice is once; what was changed here since stays.

    Each article is a transaction of its own; one that cannot be used is in the report. A dry run
    does all of it and takes it back.
    """
    report = Report()
    records = read(source, report)
    beside = files or (source if source.is_dir() else source.with_suffix(""))
    run = Run(records, Files(beside, records), report, force)
    if not dry_run:
        _import(run)
        return report
    try:
        with transaction.atomic():
            _import(run)
            transaction.set_rollback(True)
    finally:
        run.files.take_back()
    return report


def _import(run: Run) -> None:
    articles = run.records.of("article")
    run.categories = import_sections(run.records, run.report, run.force)
    if run.records.told > len(articles):
        told = f"Zendesk says it has {run.records.told} articles; {len(articles)} are in the files"
        run.report.note(told)
    for key in sorted(articles, key=lambda key: (len(key), key)):
        _plan(run, key)
    for plan in [*run.planned.values()]:
        _take(run, plan)
    _count_votes(run)
    for plan in run.planned.values():
        if plan.outcome in (Outcome.MADE, Outcome.CHANGED):
            for sentence in broken_links(plan.article):
                run.report.note(f"{plan.what}: a link leads nowhere: {sentence}")
    for kind, key in sorted(run.records.texts):
        if kind == "article" and key not in articles:
            what = f"translations of article {key}"
            run.report.add(Outcome.SKIPPED, what, "it is in none of the files")


def _plan(run: Run, key: str) -> None:
    """Say which article each text of it will be; the one in the source language comes first."""
    record = run.records.of("article")[key]
    what = f"article {key} “{str(record.get('title') or record.get('name') or '')[:60]}”"
    category = run.categories.get(str(record.get("section_id")))
    if category is None:
        why = (
            f"its section {record.get('section_id')} is in none of the files, or could not be used"
        )
        run.report.add(Outcome.SKIPPED, what, why)
        return
    texts = run.records.texts_of("article", key) or {"en": record}
    source = str(record.get("source_locale") or record.get("locale") or "en").lower()
    original: Planned | None = None
    for locale in sorted(texts, key=lambda it: (it != source, it)):
        language = fields.language(locale)
        if not language:
            run.report.leave(f"{what} in {locale}", "English and French are the languages here")
        elif (key, language) in run.planned:
            run.report.leave(f"{what} in {locale}", "there is another text in this language")
        else:
            plan = _planned(run, key, language, record, texts[locale], category, original)
            run.planned[key, language] = plan
            original = original or plan


def _planned(
    run: Run, key: str, language: str, record: Record, text: Record,
    category: Category, original: Planned | None,
) -> Planned:  # fmt: skip
    name = f"zendesk:article:{key}:{language}"
    known = Imported.objects.filter(key=name).select_related("article__category").first()
    known = known or Imported(key=name)
    article = known.article or Article(language=language)
    if article.pk is None:
        title = str(text.get("title") or record.get("title") or "")
        article.slug = free_slug(title)
        if article.slug in run.slugs:
            article.slug = free_slug(f"{article.slug} {key}")
        run.slugs.add(article.slug)
    return Planned(key, language, record, text, category, known, article, original)


def _take(run: Run, plan: Planned) -> None:
    stored = len(run.files.stored)
    try:
        with transaction.atomic():
            plan.outcome = _saved(run, plan)
    except Left as left:
        run.report.leave(plan.what, str(left))
    except ValidationError as error:
        run.report.add(Outcome.SKIPPED, plan.what, in_words(error))
    except (Unusable, DatabaseError, OSError, ValueError) as error:
        run.report.add(Outcome.SKIPPED, plan.what, (str(error).splitlines() or ["?"])[0])
    else:
        run.report.add(plan.outcome, plan.what)
        return
    run.files.take_back(stored)


def _saved(run: Run, plan: Planned) -> Outcome:
    article, known, record, text = plan.article, plan.known, plan.record, plan.text
    if known.pk and not run.force:
        if known.article is None:
            raise Left("deleted here since")
        if article.version != known.version:
            raise Left("changed here since")
    if plan.original and plan.original.article.pk is None:
        if plan.original.known.pk:
            raise Left("its original was deleted here since")
        raise Unusable("its original could not be used")
    is_new = article.pk is None
    before = None if is_new else article.snapshot()
    article.category = plan.category
    article.translation_of = plan.original.article if plan.original else None
    article.title = fields.words(text, "title", "name", most=150, needed="title")
    article.body = _body(run, plan)
    article.summary = _summary(article)
    names = fields.labels(record, run.records.of("tag"))
    article.also_asked = fields.shortened("\n".join(names), LONGEST_ALSO_ASKED)
    article.pinned = fields.flag(record, "promoted")
    article.audience = _audience(run, record)
    is_draft = fields.flag(text if "draft" in text else record, "draft")
    article.state = Article.State.DRAFT if is_draft else Article.State.PUBLISHED
    created = fields.moment(text, "created_at") or fields.moment(record, "created_at")
    changed = fields.moment(text, "edited_at", "updated_at") or created
    if plan.original:
        changed = _as_outdated(article, text, plan.original.article, changed)
    if created and is_new:
        article.created_at = created
    if not is_draft and article.published_at is None:
        article.published_at = created or changed
    article.full_clean()
    if before is not None and before == article.snapshot():
        return Outcome.SAME
    seen = None if is_new or run.force else known.version
    try:
        save_article(article, None, why=WHY, seen_version=seen, changed_at=changed)
    except revisions.Conflict:
        raise Left("changed here since") from None
    known.article, known.version = article, article.version
    known.save()
    return Outcome.MADE if is_new else Outcome.CHANGED


def _body(run: Run, plan: Planned) -> str:
    html = plan.text.get("body")
    if not isinstance(html, str) or not html.strip():
        raise Unusable("it has no text")

    def picture(source: str) -> str | None:
        return file_address(run, plan, source)

    def link(address: str) -> str:
        return link_address(run, plan, address)

    body = to_markdown(html.replace("\0", " "), link, picture)
    if not body:
        raise Unusable("it has no text")
    body += listed_files(run, plan, body)
    if len(body) > LONGEST_BODY:
        raise Unusable(f"its text is longer than {LONGEST_BODY} characters")
    return body


def _as_outdated(
    article: Article, text: Record, original: Article, changed: datetime.datetime | None
) -> datetime.datetime | None:
    """When it changed, so that it is behind its original here just where Zendesk says so."""
    if text.get("outdated") is False:
        article.reviewed_at = original.changed_at
    if text.get("outdated") is True:
        before = original.changed_at - datetime.timedelta(seconds=1)
        return min(changed or before, before)
    return changed


def _summary(article: Article) -> str:
    lines = (line for line in markdown.plain_text(article.body).splitlines() if len(line) > 15)
    line = next(lines, article.title)
    sentence = re.match(r".{20,300}?[.!?](?=\s|$)", line)
    return sentence[0] if sentence else fields.shortened(line, 300)


def _audience(run: Run, record: Record) -> str:
    """For everybody only where Zendesk says so: no user segment."""
    segments = [record.get("user_segment_id"), *(record.get("user_segment_ids") or [])]
    if "user_segment_id" not in record:
        run.report.note("articles without user_segment_id are for mentors only")
        return Article.Audience.MENTORS
    return Article.Audience.MENTORS if any(segments) else Article.Audience.PUBLIC


def _count_votes(run: Run) -> None:
    articles = {
        plan.id: plan.article
        for plan in run.planned.values()
        if plan.original is None and plan.article.pk
    }
    try:
        with transaction.atomic():
            changed = import_votes(run.records, articles)
    except (Unusable, DatabaseError) as error:
        run.report.add(Outcome.SKIPPED, "votes", str(error).splitlines()[0])
        return
    for key, yes, no in changed:
        run.report.add(Outcome.CHANGED, f"votes of article {key}", f"{yes} yes, {no} no")
