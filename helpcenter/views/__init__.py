"""The reader's pages, and what machines read."""

from .article import article, attachment, picture, vote
from .browse import category, home
from .following import follow, following, stop_following
from .machines import feed, sitemap
from .zendesk import zendesk

__all__ = [
    "article",
    "attachment",
    "category",
    "feed",
    "follow",
    "following",
    "home",
    "picture",
    "sitemap",
    "stop_following",
    "vote",
    "zendesk",
]
