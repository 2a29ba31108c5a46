"""What a request is made of."""

from .attachment import Attachment
from .message import Message
from .ready_answer import ReadyAnswer
from .request import Request
from .timeline import TimelineEvent
from .topic import Topic

__all__ = ["Attachment", "Message", "ReadyAnswer", "Request", "TimelineEvent", "Topic"]
