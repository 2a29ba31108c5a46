"""Saving an article: one transaction from the form, or the import, to its history."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from mentorhub.content import markdown, revisions
from mentorhub.content.models import Revision
from mentorhub.paths.models import Path
from mentorhub.people.models import User
from mentorhub.search import indexing

from . import related, search
from .models import Article, Attachment, Category, OldAddress, Picture

REVIEW_EVERY = datetime.timedelta(days=182)
WORDS = ["title", "summary", "body"]


@transaction.atomic
def save_article(
    article: Article,
    author: User | None,
    *,
    why: str = "",
    seen_version: int | None = None,
    paths: Iterable[Path] | None = None,
    changed_at: datetime.datetime | None = None,
    is_minor: bool = False,
    is_reviewed: bool = False,
) -> Revision | None:
    """Save a new or changed article, keep its old address, and write its history.

    `paths` None leaves them. Raises revisions.Conflict when the article is not as `seen_version`
    any more; then nothing is changed. Returns None when nothing was to be changed. A minor edit is
    no news: it does not count as a change of the words. A review says that somebody read it all.
    """
    before = None
    if article.pk:
        revisions.lock(article, seen_version)
        before = Article.objects.get(pk=article.pk)
    article.set_moment()
    differs = before and any(getattr(article, it) != getattr(before, it) for it in WORDS)
    if changed_at or (differs and not is_minor):
        article.changed_at = changed_at or timezone.now()
    if is_reviewed:
        article.reviewed_at = timezone.now()
        article.review_by = timezone.localdate() + REVIEW_EVERY
    elif article.review_by is None and article.state == Article.State.PUBLISHED:
        article.review_by = timezone.localdate() + REVIEW_EVERY
    paths = None if paths is None else list(paths)
    if paths is not None:
        article.path_ids = sorted(path.pk for path in paths)
    article.save()
    if paths is not None:
        article.paths.set(paths)
    article.pictures.set(Picture.objects.filter(pk__in=_shown_in(article.body, "pictures")))
    article.attachments.set(Attachment.objects.filter(pk__in=_shown_in(article.body, "files")))
    _keep_old_address(article, before)
    indexing.index(article)
    related.relate([article.pk])
    return revisions.keep(article, author, why)


@transaction.atomic
def delete_article(article: Article) -> None:
    """Delete an article, and let nobody find it any more."""
    indexing.forget(article)
    article.delete()


@transaction.atomic
def restore_article(article: Article, number: int, author: User, why: str, seen: int) -> None:
    """Make an old revision the newest one. Raises revisions.Conflict, or Revision.DoesNotExist.

    Its address, category and state stay as they are: what comes back is what was written.
    """
    old = revisions.of(article).get(number=number)
    kept = {"slug", "category", "state", "published_at", "translation_of", "language"}
    data = {name: value for name, value in old.data.items() if name not in kept}
    many = revisions.put_back(article, data)
    paths = Path.objects.filter(pk__in=many["paths"]) if "paths" in many else None
    save_article(article, author, why=why, seen_version=seen, paths=paths)


@transaction.atomic
def save_category(category: Category) -> None:
    """Save a new or changed category; its old address leads to the new one."""
    before = Category.objects.select_for_update().filter(pk=category.pk).first()
    category.save()
    OldAddress.objects.filter(slug=category.slug, article=None).delete()
    if before and before.slug != category.slug:
        OldAddress.objects.create(slug=before.slug, category=category)
    search.follow_category(category)


def free_slug(title: str, article: Article | None = None) -> str:
    """An address made of a title that no other article has."""
    base = slugify(title)[:100] or "article"
    others = Article.objects.exclude(pk=article.pk) if article else Article.objects.all()
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _keep_old_address(article: Article, before: Article | None) -> None:
    OldAddress.objects.filter(slug=article.slug, category=None).delete()
    if before and before.slug != article.slug:
        OldAddress.objects.create(slug=before.slug, article=article)


def _shown_in(body: str, shelf: str) -> list[uuid.UUID]:
    """The pictures that a text shows, or the files it links to, by the ids in their addresses."""
    ids = []
    for address in markdown.links(body):
        _start, _, rest = address.partition(f"/help/{shelf}/")
        if rest and markdown.is_inside(address):
            try:
                ids.append(uuid.UUID(rest.split("/")[0]))
            except ValueError:
                continue
    return ids
