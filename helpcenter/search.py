"""How the search knows the Help Center."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from mentorhub.content import markdown
from mentorhub.search import indexing
from mentorhub.search.models import Entry
from mentorhub.search.registry import Document, Source

from .models import Article, Category


class ArticleSource(Source):
    """Published articles; drafts, scheduled and archived ones are not found."""

    kind = "article"
    label = _("Help Center")
    model = Article

    def entries(self) -> Iterator[Document]:
        articles = Article.objects.published().select_related("category")
        yield from map(_document, articles.iterator(chunk_size=200))

    def document(self, obj: Article) -> Document | None:
        return _document(obj) if obj.is_published else None


def follow_category(category: Category) -> None:
    """After its name or address changed: the entries of its articles bear both."""
    for article in category.articles.published().select_related("category"):
        indexing.index(article)


def index_newly_published() -> int:
    """Index what was scheduled and whose moment has come since; how many that were."""
    known = Entry.objects.filter(kind=ArticleSource.kind).values("object_id")
    missing = Article.objects.published().exclude(pk__in=known).select_related("category")
    count = 0
    for article in missing:
        indexing.index(article)
        count += 1
    return count


def _document(article: Article) -> Document:
    return Document(
        object_id=article.pk,
        url=article.get_absolute_url(),
        title=article.title,
        body=f"{article.summary}\n{markdown.plain_text(article.body)}",
        date=article.changed_at,
        # Keywords are searched as headings are, which no excerpt shows.
        headings=[*(heading.text for heading in article.rendered.headings), article.keywords],
        language=article.language,
        is_public=article.audience == Article.Audience.PUBLIC,
        paths=frozenset(article.path_ids),
        category=article.category.title_in(article.language),
        pinned=article.pinned,
    )
