"""What a request is made of."""

from .attachment import Attachment
from .bulk import BulkAct, BulkRow
from .draft import AnswerDraft
from .follower import Follower
from .handover import HandedOver, Handover
from .message import Message
from .ready_answer import ReadyAnswer
from .request import Request
from .saved_view import SavedView
from .timeline import TimelineEvent
from .topic import Topic

__all__ = [
    "AnswerDraft",
    "Attachment",
    "BulkAct",
    "BulkRow",
    "Follower",
    "HandedOver",
    "Handover",
    "Message",
    "ReadyAnswer",
    "Request",
    "SavedView",
    "TimelineEvent",
    "Topic",
]
