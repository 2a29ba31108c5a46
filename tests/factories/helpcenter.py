"""Articles and their categories, saved by the flow that editors use."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from helpcenter.models import Article, Attachment, Category, Picture
from helpcenter.pictures import keep_attachment, keep_picture
from helpcenter.writing import free_slug, save_article
from mentorhub.paths.models import Path
from mentorhub.people.models import User


def category(title: str = "Sessions", **fields: Any) -> Category:
    """The shelf of that title, made if it is not there."""
    slug = title.lower().replace(" ", "-")
    return Category.objects.get_or_create(title=title, slug=slug, defaults=fields)[0]


def article(title: str, *paths: Path, by: User | None = None, **fields: Any) -> Article:
    """A published article for mentors, in Sessions, unless the fields say something else."""
    fields.setdefault("slug", free_slug(title))
    fields.setdefault("category", category())
    fields.setdefault("summary", f"{title}: in one sentence.")
    fields.setdefault("body", "Do this.")
    fields.setdefault("state", Article.State.PUBLISHED)
    made = Article(title=title, **fields)
    save_article(made, by, paths=paths)
    return made


def public(title: str, **fields: Any) -> Article:
    """A published article for everybody."""
    return article(title, audience=Article.Audience.PUBLIC, **fields)


def translation(of: Article, title: str, **fields: Any) -> Article:
    """The same answer in French."""
    same = {"category": of.category, "audience": of.audience, "language": "fr"}
    return article(title, translation_of=of, **same | fields)


def png(width: int = 60, height: int = 40) -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, format="PNG")
    return made.getvalue()


def picture(by: User) -> Picture:
    """A picture that was uploaded and stands in no article yet."""
    return keep_picture(SimpleUploadedFile("screen.png", png()), by)


def attachment(name: str = "form.txt") -> Attachment:
    """A file that no article links to yet."""
    return keep_attachment(SimpleUploadedFile(name, b"Fill this in."))
