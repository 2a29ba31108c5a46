"""Who has a request open at the desk now. Soft: kept in the cache alone, where a sign of life that
is lost comes again with the next one, and without Redis nobody seems to be there."""

import time
from dataclasses import dataclass
from typing import cast

from django.core.cache import caches

from mentorhub.cache import SurvivingCache
from mentorhub.people.models import User

FRESH = 45  # seconds; a page says that it is open about three times as often


@dataclass(frozen=True)
class Present:
    """A colleague who has the request open, and whether they write."""

    name: str
    writes: bool


def note(request_id: int, user: User, *, writes: bool) -> list[Present]:
    """This person has it open; the others who have."""
    everybody = {**_everybody(request_id), user.pk: (str(user), writes, time.time())}
    _keep(request_id, everybody)
    return _but(user, everybody)


def leave(request_id: int, user: User) -> None:
    """This person has closed it."""
    everybody = _everybody(request_id)
    if everybody.pop(user.pk, None):
        _keep(request_id, everybody)


def others(request_id: int, user: User) -> list[Present]:
    """Who has it open beside this person."""
    return _but(user, _everybody(request_id))


Everybody = dict[int, tuple[str, bool, float]]


def _everybody(request_id: int) -> Everybody:
    known: Everybody = _cache().recall(_key(request_id)) or {}
    return {pk: it for pk, it in known.items() if time.time() - it[2] < FRESH}


def _keep(request_id: int, everybody: Everybody) -> None:
    _cache().remember(_key(request_id), everybody, FRESH)


def _but(user: User, everybody: Everybody) -> list[Present]:
    return [Present(name, writes) for pk, (name, writes, _at) in everybody.items() if pk != user.pk]


def _key(request_id: int) -> str:
    return f"contact.presence:{request_id}"


def _cache() -> SurvivingCache:
    return cast(SurvivingCache, caches["default"])
