"""What the database cannot do just now, and how long a page waits for it: two seconds for a lock at
first, a moment once another page waited in vain.

A table that stays locked would else take, two seconds each, every thread of the web server, and
with them the pages that do not need it.
"""

import time
from typing import Any

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

LOCK_NOT_AVAILABLE = "55P03"  # what PostgreSQL says when a lock was waited for in vain
A_MOMENT = 300  # milliseconds
IMPATIENT = 15.0  # seconds after a page waited in vain

_until = 0.0


def passes(error: BaseException | None) -> bool:
    """Whether the database says no for a while only: it is away, it restarts, something is locked.

    A connection that it dropped is a plain DatabaseError; mistakes of ours have classes of their own.
    """
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def waited_in_vain(error: BaseException | None) -> bool:
    """Whether it was for a lock that somebody else held all the time."""
    return error is not None and getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE


def lost_by(error: BaseException | None) -> None:
    """Hear of what made a page fail; a lock that was waited for in vain makes the next impatient."""
    global _until
    if waited_in_vain(error):
        _until = time.monotonic() + IMPATIENT


def adapt(**_: Any) -> None:
    """At the start of a request: let its session with the database wait as long as it now should."""
    is_impatient = time.monotonic() < _until
    session = connection.connection
    was_told = session is not None and session is getattr(connection, "impatient_session", None)
    if session is None or is_impatient == was_told:
        return
    told = f"SET lock_timeout = {A_MOMENT}" if is_impatient else "RESET lock_timeout"
    try:
        with connection.cursor() as cursor:
            cursor.execute(told)
    except Error:  # the page will find out
        return
    connection.impatient_session = connection.connection if is_impatient else None  # type: ignore[attr-defined]
