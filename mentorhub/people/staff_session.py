"""For how long staff pages stay open after somebody showed their second factor."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from .models import User

View = TypeVar("View", bound=Callable[..., Any])

IDLE = 30 * 60  # seconds without a look at a staff page
LONGEST = 12 * 60 * 60  # seconds after which the factor is shown again, however busy one is
NOTED_EVERY = 60  # seconds; a session is written that often at most
LAST_SEEN = "staff_last_seen"


def shown_at(request: HttpRequest) -> float | None:
    """When this session was opened, or confirmed since, with a second factor; Unix time."""
    records = get_authentication_records(request, cast(User, request.user))
    return max((it["at"] for it in records if it.get("method") == "mfa"), default=None)


def is_open(request: HttpRequest) -> bool:
    """Whether a second factor was shown, and neither too long ago nor before too long a pause."""
    shown, now = shown_at(request), time.time()
    if shown is None or now - shown > LONGEST:
        return False
    return now - _last_seen(request, shown) <= IDLE


def note(request: HttpRequest) -> None:
    """A staff page is looked at, or written on."""
    now, shown = time.time(), shown_at(request) or 0.0
    if now - _last_seen(request, shown) > NOTED_EVERY:
        request.session[LAST_SEEN] = now


def no_sign_of_life(view: View) -> View:
    """Mark a view that pages ask by themselves: it keeps no staff page open."""
    view.no_sign_of_life = True  # type: ignore[attr-defined]
    return view


def _last_seen(request: HttpRequest, shown: float) -> float:
    return max(shown, float(request.session.get(LAST_SEEN, shown)))
