"""The desk: the queue, the screen of a request, and the topics, inside Django's admin."""

from .requests import RequestAdmin
from .topics import TopicAdmin

__all__ = ["RequestAdmin", "TopicAdmin"]
