"""Where editors write guides: drafts, versions, and who has read them."""

from .guides import GuideAdmin

__all__ = ["GuideAdmin"]
