"""What a request is made of."""

from .attachment import Attachment
from .bulk import BulkAct, BulkRow
from .follower import Follower
from .message import Message
from .request import Request
from .saved_view import SavedView
from .timeline import TimelineEvent
from .topic import Topic

__all__ = [
    "Attachment",
    "BulkAct",
    "BulkRow",
    "Follower",
    "Message",
    "Request",
    "SavedView",
    "TimelineEvent",
    "Topic",
]
