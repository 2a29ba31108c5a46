"""Answers of the Help Center to put into a reply: those that the mentor may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from contact.models import Request
from helpcenter.models import Article
from mentorhub.content import markdown
from mentorhub.search.models import Entry
from mentorhub.search.suggestions import suggest

LONGEST_QUOTE = 3_000


@dataclass(frozen=True)
class Offer:
    """An article, and the words that go into the reply: its link alone, or its text as well."""

    article: Article
    link: str
    quote: str


def offers(mentor_request: Request, text: str) -> Sequence[Offer]:
    """The best articles for these words, in any language; none that the sender could not open.

    Who wrote without an account reads what is for everybody.
    """
    reader = mentor_request.sender or AnonymousUser()
    entries = suggest(text, Entry.objects.visible_to(reader).filter(kind="article"))
    articles = Article.objects.visible_to(reader).select_related("category")
    found = articles.in_bulk([entry.object_id for entry in entries])
    return [_offer(found[entry.object_id]) for entry in entries if entry.object_id in found]


def _offer(article: Article) -> Offer:
    link = f"{article.title}\n{settings.SITE_URL}{article.get_absolute_url()}"
    text = f"{article.summary}\n\n{markdown.plain_text(article.body)}"
    if len(text) > LONGEST_QUOTE:
        text = f"{text[:LONGEST_QUOTE].rpartition(' ')[0]} …"
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    return Offer(article, link, f"{link}\n\n{quoted}")
