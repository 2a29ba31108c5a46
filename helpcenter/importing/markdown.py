"""A folder of Markdown files with front matter, as export_helpcenter writes it.

FOLDER/<category>/_category.md and FOLDER/<category>/<name>.<language>.md; of one name, the English
file is the original and the others are its translations.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path as Folder
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.text import slugify

from helpcenter.models import Article, Category
from helpcenter.writing import free_slug, save_article, save_category
from mentorhub.content import front_matter
from mentorhub.content.reports import Outcome, Report, Unusable, in_words
from mentorhub.paths.models import Path
from mentorhub.people.models import User

KNOWN = {
    "title", "summary", "also_asked", "audience", "paths", "pinned", "updated", "slug", "state", "published",
}  # fmt: skip
KNOWN_OF_CATEGORY = {"title", "title_fr", "description", "description_fr", "icon", "order"}


def import_folder(folder: Folder, author: User | None) -> Report:
    """Make and change what the folder says; what is not in it stays. New articles are published.

    A file that cannot be used is skipped with the reason, each other one is a transaction of its
    own. The same folder a second time changes nothing.
    """
    report = Report()
    shelves = sorted(each for each in folder.iterdir() if each.is_dir())
    for shelf in shelves:
        category = _try(report, shelf / "_category.md", folder, _category)
        if category is None:
            for file in _articles_in(shelf):
                why = "its category could not be used"
                report.add(Outcome.SKIPPED, str(file.relative_to(folder)), why)
            continue
        for file in _articles_in(shelf):
            _try(report, file, folder, lambda file, it=category: _article(file, it, author))
    return report


def _try(report: Report, file: Folder, folder: Folder, take: Any) -> Any:
    name = str(file.relative_to(folder))
    try:
        if not file.is_file():
            raise Unusable("the file is missing")
        with transaction.atomic():
            found, outcome = take(file)
    except Unusable as error:
        report.add(Outcome.SKIPPED, name, str(error))
    except ValidationError as error:
        report.add(Outcome.SKIPPED, name, in_words(error))
    except (DatabaseError, OSError) as error:
        report.add(Outcome.SKIPPED, name, str(error).splitlines()[0])
    else:
        report.add(outcome, name)
        return found
    return None


def _articles_in(shelf: Folder) -> Iterator[Folder]:
    """Its articles, originals before translations."""
    files = [file for file in shelf.glob("*.md") if file.name != "_category.md"]
    yield from sorted(files, key=lambda file: (not file.name.endswith(".en.md"), file.name))


def _category(file: Folder) -> tuple[Category, Outcome]:
    data, _body = front_matter.read(file)
    front_matter.only(data, KNOWN_OF_CATEGORY)
    slug = file.parent.name
    category = Category.objects.filter(slug=slug).first() or Category(slug=slug)
    is_new = category.pk is None
    before = {key: getattr(category, key) for key in KNOWN_OF_CATEGORY}
    for key, value in data.items():
        setattr(category, key, value if value is not None else "")
    category.full_clean()
    if not is_new and before == {key: getattr(category, key) for key in KNOWN_OF_CATEGORY}:
        return category, Outcome.SAME
    save_category(category)
    return category, Outcome.MADE if is_new else Outcome.CHANGED


def _article(file: Folder, category: Category, author: User | None) -> tuple[Article, Outcome]:
    name, _, language = file.name.removesuffix(".md").rpartition(".")
    if language not in Article.Language.values or not name:
        raise Unusable("its name must end in .en.md or .fr.md")
    data, body = front_matter.read(file)
    front_matter.only(data, KNOWN)
    original = _original(file, name) if language != Article.Language.ENGLISH else None
    article = _known(name, language, data, original) or Article(
        language=language, state=Article.State.PUBLISHED, translation_of=original
    )
    is_new = article.pk is None
    article.category = category
    article.title = front_matter.words(data, "title")
    article.summary = front_matter.words(data, "summary")
    article.also_asked = "\n".join(map(str, data.get("also_asked") or []))
    article.body = body
    article.pinned = _flag(data, "pinned")
    article.audience = data.get("audience") or Article.Audience.MENTORS
    article.state = data.get("state") or article.state
    article.slug = _slug(article, name, data, original)
    changed_at = _moment(data, "updated")
    if is_new and article.state == Article.State.PUBLISHED:
        now = timezone.now()
        article.published_at = _moment(data, "published") or min(changed_at or now, now)
    article.full_clean()
    saved = save_article(article, author, why="Imported", paths=_paths(data), changed_at=changed_at)
    if saved is None:
        return article, Outcome.SAME
    return article, Outcome.MADE if is_new else Outcome.CHANGED


def _original(file: Folder, name: str) -> Article | None:
    """The English article beside it. A text without one is an original itself."""
    beside = file.with_name(f"{name}.en.md")
    if not beside.is_file():
        return None
    data, _body = front_matter.read(beside)
    found = Article.objects.filter(slug=data.get("slug") or name).first()
    if found is None:
        raise Unusable(f"its original {beside.name} could not be used")
    return found


def _known(
    name: str, language: str, data: dict[str, Any], original: Article | None
) -> Article | None:
    """The article that the file made the last time."""
    if original:
        found = original.translations.filter(language=language).first()
        if found:
            return found
    found = Article.objects.filter(slug=data.get("slug") or name).first()
    if found and found.language != language:
        return None
    return found


def _slug(article: Article, name: str, data: dict[str, Any], original: Article | None) -> str:
    if given := data.get("slug"):
        return str(given)
    if article.pk and original:
        return article.slug
    if original is None:
        return name
    return free_slug(slugify(article.title), article)


def _flag(data: dict[str, Any], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise Unusable(f"{key} must be true or false")
    return value


def _moment(data: dict[str, Any], key: str) -> datetime.datetime | None:
    value = data.get(key)
    if isinstance(value, datetime.datetime):
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    if isinstance(value, datetime.date):
        return timezone.make_aware(datetime.datetime.combine(value, datetime.time(12)))
    if value is not None:
        raise Unusable(f"{key} must be a date such as 2026-11-24")
    return None


def _paths(data: dict[str, Any]) -> list[Path]:
    slugs = data.get("paths") or []
    if not isinstance(slugs, list):
        raise Unusable("paths must be a list of addresses of paths")
    found = {path.slug: path for path in Path.objects.filter(slug__in=map(str, slugs))}
    if missing := sorted(set(map(str, slugs)) - set(found)):
        raise Unusable(f"there is no path {', '.join(missing)}")
    return list(found.values())
