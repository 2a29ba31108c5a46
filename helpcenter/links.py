"""Whether the links of a text lead somewhere inside the portal."""

from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from mentorhub.content import markdown

from .models import Article, Category, OldAddress


def broken_links(article: Article) -> list[str]:
    """One sentence for each link of the article that leads nowhere; links outside are not tried."""
    ids = {heading.id for heading in article.rendered.headings}
    found = []
    for address in markdown.links(article.body):
        if not markdown.is_inside(address):
            continue
        parts = urlsplit(address)
        if not parts.path and not parts.query:
            wrong = "" if parts.fragment in ids else _("no heading has this anchor")
        else:
            wrong = _wrong_with(unquote(parts.path), article)
        if wrong:
            found.append(f"{address}: {wrong}")
    return found


def _wrong_with(path: str, article: Article) -> str:
    if not path.startswith("/"):
        return _("begin it with / or https://")
    try:
        match = resolve(path)
    except Resolver404:
        return _("there is no such page")
    slug = match.kwargs.get("slug")
    if match.view_name == "helpcenter:article":
        target = Article.objects.filter(slug=slug).first()
        if target is None:
            is_old = OldAddress.objects.filter(slug=slug, category=None).exists()
            return "" if is_old else _("there is no such article")
        if not target.is_published:
            return _("that article is not published")
        if article.is_public and not target.is_public:
            return _("that article is for mentors only; this one is for everybody")
    if match.view_name == "helpcenter:category":
        is_there = Category.objects.filter(slug=slug).exists()
        return "" if is_there else _("there is no such category")
    return ""
