"""What a request is made of."""

from .attachment import Attachment
from .draft import AnswerDraft
from .follower import Follower
from .handover import HandedOver, Handover
from .message import Message
from .ready_answer import ReadyAnswer
from .request import Request
from .timeline import TimelineEvent
from .topic import Topic

__all__ = [
    "AnswerDraft",
    "Attachment",
    "Follower",
    "HandedOver",
    "Handover",
    "Message",
    "ReadyAnswer",
    "Request",
    "TimelineEvent",
    "Topic",
]
