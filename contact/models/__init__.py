"""What a request is made of."""

from .attachment import Attachment
from .handover import HandedOver, Handover
from .message import Message
from .request import Request
from .timeline import TimelineEvent
from .topic import Topic

__all__ = [
    "Attachment",
    "HandedOver",
    "Handover",
    "Message",
    "Request",
    "TimelineEvent",
    "Topic",
]
