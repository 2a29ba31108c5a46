"""How the search knows the Help Center."""

from collections.abc import Collection, Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from mentorhub.content.skimming import skim
from mentorhub.people.models import User
from mentorhub.search import indexing
from mentorhub.search.models import Entry
from mentorhub.search.registry import Document, Shelf, Source

from .models import Article, Category

ALSO_ASKED = 3  # a word of another wording counts as often; in a title, four times


class ArticleSource(Source):
    """Published articles; drafts, scheduled and archived ones are not found."""

    kind = "article"
    label = _("Help Center")
    model = Article

    def entries(self) -> Iterator[Document]:
        articles = Article.objects.published().select_related("category")
        yield from map(_document, articles.iterator(chunk_size=500))

    def findable(self, ids: Collection[int]) -> set[int]:
        return set(Article.objects.published().filter(pk__in=ids).values_list("pk", flat=True))

    def document(self, obj: Article) -> Document | None:
        return _document(obj) if obj.is_published else None

    def shelves(self, user: User | AnonymousUser, language: str) -> list[Shelf]:
        return [
            Shelf(
                title=category.title_in(language),
                description=category.description_in(language),
                url=category.get_absolute_url(),
                names=frozenset({category.title, category.title_fr} - {""}),
                language=language if language == "fr" and category.title_fr else "en",
            )
            for category in Category.objects.visible_to(user)
        ]


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
    skimmed = skim(article.body)
    return Document(
        object_id=article.pk,
        url=article.get_absolute_url(),
        title=article.title,
        body=f"{article.summary}\n{skimmed.text}",
        date=article.changed_at,
        # Other wordings are searched as headings are, which no excerpt shows.
        headings=[*skimmed.headings, *ALSO_ASKED * article.other_wordings],
        language=article.language,
        is_public=article.audience == Article.Audience.PUBLIC,
        paths=frozenset(article.path_ids),
        category=article.category.title_in(article.language),
        pinned=article.pinned,
    )
