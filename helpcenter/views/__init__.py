"""The reader's pages, and what machines read."""

from .article import article, picture, vote
from .browse import category, home
from .machines import feed, sitemap

__all__ = ["article", "category", "feed", "home", "picture", "sitemap", "vote"]
