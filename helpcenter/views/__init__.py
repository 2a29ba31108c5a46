"""The reader's pages, and what machines read."""

from .article import article, attachment, picture, vote
from .browse import category, home
from .machines import feed, sitemap
from .zendesk import zendesk

__all__ = [
    "article",
    "attachment",
    "category",
    "feed",
    "home",
    "picture",
    "sitemap",
    "vote",
    "zendesk",
]
