"""Zendesk has categories with sections in them; here a category is one level, and it is the section.

A section that bears the name of another one, or of a category here, is called "Category: Section".
"""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.html import strip_tags
from django.utils.text import slugify

from helpcenter.models import Category, Imported
from helpcenter.writing import save_category
from mentorhub.content.reports import Left, Outcome, Report, Unusable, in_words

from . import fields
from .records import Record, Records

TITLE, DESCRIPTION = 80, 200


def import_sections(records: Records, report: Report, force: bool) -> dict[str, Category]:
    """A category for each section that holds articles, by the section's id."""
    used = {str(each.get("section_id")) for each in records.of("article").values()}
    sections = records.of("section")
    names = Counter(_name(records, "section", key).casefold() for key in sections if key in used)
    made: dict[str, Category] = {}
    for key in sorted(used):
        if key in sections:
            shared = names[_name(records, "section", key).casefold()] > 1
            category = _take(records, sections[key], key, shared, report, force)
        else:  # an incremental export: the section came before
            known = Imported.objects.filter(key=f"zendesk:section:{key}").first()
            category = known.category if known else None
        if category:
            made[key] = category
    if made:
        report.note("each section with articles is a category here; Zendesk's own categories give"
                    " their names to sections of the same name, and the order")  # fmt: skip
    for key in sorted(set(sections) - used):
        report.note(f"section {key} “{_name(records, 'section', key)}” holds no article: not made")
    return made


def _take(
    records: Records, section: Record, key: str, shared: bool, report: Report, force: bool
) -> Category | None:
    what = f"section {key}"
    try:
        with transaction.atomic():
            what = f"{what} “{fields.words(section, 'name', 'title', most=TITLE)}”"
            category, outcome, why = _saved(records, section, key, shared, force)
            report.add(outcome, what, why)
            return category
    except Left as left:
        report.leave(what, str(left))
        known = Imported.objects.filter(key=f"zendesk:section:{key}").first()
        return known.category if known else None
    except ValidationError as error:
        report.add(Outcome.SKIPPED, what, in_words(error))
    except (Unusable, DatabaseError) as error:
        report.add(Outcome.SKIPPED, what, str(error).splitlines()[0])
    return None


def _saved(
    records: Records, section: Record, key: str, shared: bool, force: bool
) -> tuple[Category, Outcome, str]:
    known, _made = Imported.objects.get_or_create(key=f"zendesk:section:{key}")
    if known.given and known.category is None and not force:
        raise Left("deleted here since")
    category = known.category or Category()
    is_new = category.pk is None
    if not is_new and not force and known.given != _as_given(category, known.given):
        raise Left("changed here since")
    wanted = _wanted(records, section, key, shared, category)
    if not is_new and wanted == _as_given(category, wanted):
        return category, Outcome.SAME, ""
    for name, value in wanted.items():
        setattr(category, name, value)
    if is_new:
        category.slug = _free_slug(category.title)
    category.full_clean()
    save_category(category)
    Imported.objects.filter(pk=known.pk).update(category=category, given=wanted)
    name = fields.words(section, "name", "title", most=TITLE)
    why = "" if category.title == name else f"as “{category.title}”"
    return category, Outcome.MADE if is_new else Outcome.CHANGED, why


def _wanted(
    records: Records, section: Record, key: str, shared: bool, category: Category
) -> dict[str, Any]:
    above = str(section.get("category_id"))
    parent = records.of("category").get(above, {})
    english, french = (_text(records, "section", key, it) for it in ("en", "fr"))
    title = _title(english, section)
    title_fr = _title(french, {}) if french else ""
    taken = Category.objects.exclude(pk=category.pk)
    if shared or taken.filter(title__iexact=title).exists():
        over = fields.words(parent, "name", "title", most=TITLE)
        over_fr = _text(records, "category", above, "fr").get("title") or over
        title = fields.shortened(f"{over}: {title}" if over else title, TITLE)
        title_fr = title_fr and fields.shortened(f"{over_fr}: {title_fr}", TITLE)
    base, count = title, 1
    while taken.filter(title__iexact=title).exists():
        count += 1
        title = f"{base[: TITLE - 5]} ({count})"
    return {
        "title": title,
        "title_fr": title_fr,
        "description": _description(english) or _description(section),
        "description_fr": _description(french),
        "order": min(fields.number(parent, "position") * 100 + fields.number(section, "position"),
                     32_000),
    }  # fmt: skip


def _text(records: Records, kind: str, key: str, language: str) -> Record:
    texts = records.texts_of(kind, key)
    return next((texts[it] for it in sorted(texts) if fields.language(it) == language), {})


def _title(text: Record, section: Record) -> str:
    found = fields.words(text, "title", "name", most=TITLE)
    return found or fields.words(section, "name", "title", most=TITLE, needed="name")


def _description(record: Record) -> str:
    said = record.get("body") if isinstance(record.get("body"), str) else None
    text = strip_tags(str(said or record.get("description") or ""))
    return fields.shortened(" ".join(text.replace("\0", " ").split()), DESCRIPTION)


def _name(records: Records, kind: str, key: str) -> str:
    return str(records.of(kind).get(key, {}).get("name") or "")


def _as_given(category: Category, given: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(category, name) for name in given}


def _free_slug(title: str) -> str:
    base = slugify(title)[:45] or "category"
    slug, count = base, 1
    while Category.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug
