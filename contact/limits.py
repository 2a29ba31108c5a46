"""How many requests and files one may send: each mails somebody, and a program could send thousands."""

import datetime
import uuid

from django.conf import settings
from django.http import HttpRequest

from mentorhub.people import limits

AN_HOUR = datetime.timedelta(hours=1)
MOST_FROM_A_NETWORK = 20  # a whole school may be behind one address
MOST_FOR_AN_ADDRESS = 5  # nobody has proven that it is theirs, and each request mails it
MOST_REPLIES = 60
MOST_FILES = 100


def is_too_often(request: HttpRequest, token: uuid.UUID, email: str = "") -> bool:
    """Whether one more request now is too many from its sender; it counts.

    Asked of forms that could be taken, so that mistakes cost nobody anything. The same form again
    counts once: it makes one request. `email` is the address of who is not signed in.
    """
    once = f"{token} {email or limits.who(request)}"
    if limits.is_repeated("form", once, limits.AN_HOUR):
        return False
    if request.user.is_authenticated:
        limited = [(limits.who(request), settings.REQUESTS_AN_HOUR)]
    else:
        limited = [(limits.network(request), MOST_FROM_A_NETWORK), (email, MOST_FOR_AN_ADDRESS)]
    refused = [limits.is_too_often("requests", by, most, limits.AN_HOUR) for by, most in limited]
    if any(refused):
        limits.begin_anew("form", once)
    return any(refused)


def are_too_many_replies(request: HttpRequest) -> bool:
    """Whether one more reply now is too many from where it comes; it counts."""
    return limits.is_too_often("replies", limits.who(request), MOST_REPLIES, limits.AN_HOUR)


def are_too_many_files(request: HttpRequest) -> bool:
    """Whether the files that came with this are too many within an hour; they count, also when
    the request is refused for another reason."""
    sent = sum(len(files) for _name, files in request.FILES.lists())
    return sent > 0 and limits.is_too_often(
        "files", limits.who(request), MOST_FILES, limits.AN_HOUR, times=sent
    )
