"""The desk: the queue, the screen of a request, and the topics, inside Django's admin."""

from .absences import AbsenceAdmin
from .ready_answers import ReadyAnswerAdmin
from .requests import RequestAdmin
from .topics import TopicAdmin

__all__ = ["AbsenceAdmin", "ReadyAnswerAdmin", "RequestAdmin", "TopicAdmin"]
