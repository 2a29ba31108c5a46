"""The Help Center's tables: shelves, answers, what readers thought of them, where they stood before."""

from .address import OldAddress
from .article import Article
from .attachment import Attachment
from .category import Category
from .follow import Follow
from .imported import Imported
from .picture import Picture
from .vote import Vote

__all__ = [
    "Article",
    "Attachment",
    "Category",
    "Follow",
    "Imported",
    "OldAddress",
    "Picture",
    "Vote",
]
