"""From a question that nobody answers to the draft of its answer, or to the article that has it."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhub.people.models import User
from mentorhub.search.gaps import Gap
from mentorhub.search.models import Remedy

from .models import Article, Category
from .models.article import LONGEST_ALSO_ASKED
from .writing import free_slug, save_article

MOST_QUESTIONS = 30
LIKE = 0.35  # of two titles, how similar they are
MOST_DRAFTS = 5


@transaction.atomic
def write_draft(gap: Gap, title: str, category: Category, author: User) -> Article:
    """The draft of an answer with the questions in it. Asked for twice, it is the same draft."""
    earlier = Remedy.objects.filter(
        kind=Remedy.Kind.ARTICLE, wording=gap.words.casefold(), language=gap.language
    ).values("object_id")
    if draft := Article.objects.filter(pk__in=earlier, state=Article.State.DRAFT).first():
        return draft
    article = Article(
        title=title,
        slug=free_slug(title),
        category=category,
        body=_questions(gap),
        language=gap.language if gap.language in Article.Language.values else "en",
    )
    _ask_also(article, gap)
    save_article(article, author, why=_("Drafted from questions without an answer"), paths=[])
    _remember(Remedy.Kind.ARTICLE, gap, article, author)
    return article


@transaction.atomic
def point_at(gap: Gap, article: Article, author: User) -> None:
    """Let the article be found by the questions of a group."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    _ask_also(article, gap)
    save_article(article, author, why=_("Also asked as: %s") % gap.words[:150])
    _remember(Remedy.Kind.POINTED, gap, article, author)


def similar_drafts(title: str) -> Sequence[Article]:
    """Drafts whose title is like this one: the search does not find them."""
    drafts = Article.objects.filter(state=Article.State.DRAFT)
    near = drafts.annotate(likeness=TrigramSimilarity("title", title)).filter(likeness__gt=LIKE)
    return list(near.defer("body").order_by("-likeness", "pk")[:MOST_DRAFTS])


def _ask_also(article: Article, gap: Gap) -> None:
    """Add the wordings that are not there, the commonest first, as far as they fit."""
    lines = article.other_wordings
    known = {line.casefold() for line in [*lines, article.title]}
    for wording in gap.wordings[:MOST_QUESTIONS]:
        fits = sum(map(len, lines)) + len(lines) + len(wording.words) <= LONGEST_ALSO_ASKED
        if wording.words.casefold() not in known and fits:
            lines.append(wording.words)
    article.also_asked = "\n".join(lines)


def _questions(gap: Gap) -> str:
    """What was asked, as it was written: in a block of code, where nothing in it is a link."""
    asked = gap.now or gap.wordings
    lines = [f"{one.searches} × {one.words}".replace("`", "'") for one in asked[:MOST_QUESTIONS]]
    return "\n".join(
        [
            f"## {_('What was asked')}",
            "",
            _("Answer these, then delete this part."),
            "",
            "```",
            *lines,
            "```",
            "",
        ]
    )


def _remember(kind: str, gap: Gap, article: Article, author: User) -> None:
    Remedy.objects.create(
        kind=kind,
        wording=gap.words.casefold(),
        language=gap.language,
        title=article.title,
        object_id=article.pk,
        by=author,
    )
