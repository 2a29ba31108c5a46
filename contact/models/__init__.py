"""What a request is made of."""

from .attachment import Attachment
from .follower import Follower
from .handover import HandedOver, Handover
from .message import Message
from .request import Request
from .timeline import TimelineEvent
from .topic import Topic

__all__ = [
    "Attachment",
    "Follower",
    "HandedOver",
    "Handover",
    "Message",
    "Request",
    "TimelineEvent",
    "Topic",
]
