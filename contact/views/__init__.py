"""The sender's pages: the form, the list, and the request itself by either of its two doors."""

from .door import (
    linked_file,
    linked_renew,
    linked_reply,
    linked_request,
    linked_solved,
    own_file,
    own_reply,
    own_request,
    own_solved,
)
from .following import stop_following
from .form import answers, asked_before, new_request, own_add, request_sent
from .list import own_requests

__all__ = [
    "answers",
    "asked_before",
    "linked_file",
    "linked_renew",
    "linked_reply",
    "linked_request",
    "linked_solved",
    "new_request",
    "own_add",
    "own_file",
    "own_reply",
    "own_request",
    "own_requests",
    "own_solved",
    "request_sent",
    "stop_following",
]
