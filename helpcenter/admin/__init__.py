"""Where editors write: articles with preview and history, and their categories."""

from .articles import ArticleAdmin
from .categories import CategoryAdmin

__all__ = ["ArticleAdmin", "CategoryAdmin"]
