"""What stands in and around the box of an answer: ready answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from contact import ready_answers
from contact.models import ReadyAnswer, Request
from mentorhub.people.models import User


@dataclass(frozen=True)
class Box:
    """What helps this person to answer this request."""

    ready: Sequence[ReadyAnswer]


def of(mentor_request: Request, user: User) -> Box:
    """The box as it is when the screen is opened."""
    fitting = ready_answers.fitting(mentor_request, user).defer("body")
    return Box(ready=list(fitting[: ready_answers.MOST_OFFERED]))
