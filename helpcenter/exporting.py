"""The Help Center as the folder of Markdown files that import_helpcenter reads."""

from pathlib import Path as Folder
from typing import Any

from mentorhub.content import front_matter

from .models import Article, Category


def export_folder(folder: Folder) -> int:
    """Write every category and article; returns how many files. Other files in it stay."""
    files = 0
    for category in Category.objects.all():
        shelf = folder / category.slug
        shelf.mkdir(parents=True, exist_ok=True)
        text = front_matter.written(_of_category(category), "")
        (shelf / "_category.md").write_text(text, encoding="utf-8")
        files += 1
    articles = Article.objects.select_related("category", "translation_of__category")
    for article in articles.prefetch_related("paths").order_by("pk"):
        # A translation stands beside its original and bears its name.
        beside = article.translation_of or article
        name = f"{beside.slug}.{article.language}.md"
        target = folder / beside.category.slug / name
        text = front_matter.written(_of_article(article), article.body)
        target.write_text(text, encoding="utf-8")
        files += 1
    return files


def _of_category(category: Category) -> dict[str, Any]:
    return {
        "title": category.title,
        "title_fr": category.title_fr,
        "order": category.order,
        "icon": category.icon,
        "description": category.description,
        "description_fr": category.description_fr,
    }


def _of_article(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "slug": article.slug,
        "summary": article.summary,
        "also_asked": article.other_wordings,
        "audience": article.audience,
        "paths": [path.slug for path in article.paths.all()],
        "pinned": article.pinned,
        "state": article.state,
        "published": article.published_at,
        "updated": article.changed_at,
    }
