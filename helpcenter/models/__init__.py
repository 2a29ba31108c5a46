"""The Help Center's tables: shelves, answers, what readers thought of them, where they stood before."""

from .address import OldAddress
from .article import Article
from .category import Category
from .picture import Picture
from .vote import Vote

__all__ = ["Article", "Category", "OldAddress", "Picture", "Vote"]
