"""How often one may do what costs others something; holds with Redis gone as well."""

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mentorhub.cache import counted

A_MINUTE = 60
AN_HOUR = 60 * 60


def who(request: HttpRequest) -> str:
    """Who asks: the person, else the network that our own proxy saw. A stranger who has 2^64
    addresses (IPv6) counts as one."""
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return network(request)


def network(request: HttpRequest) -> str:
    """Where it comes from, whoever is signed in."""
    return f"network {get_ip(request)}"


def is_too_often(act: str, by: str, most: int, seconds: int, times: int = 1) -> bool:
    """Whether `by` has now done it more than `most` times; this counts as `times`.

    Who it was is kept as a hash alone.
    """
    return counted(_key(act, by), seconds, times) > most


def is_repeated(act: str, by: str, seconds: int) -> bool:
    """Whether the same was begun before, and not taken back by begin_anew()."""
    return not caches["default"].add(_key(act, by), 1, seconds)


def begin_anew(act: str, by: str) -> None:
    """Take is_repeated() back: what was begun did not happen."""
    caches["default"].delete(_key(act, by))


def _key(act: str, by: str) -> str:
    return f"{act}:{salted_hmac('people.limits', by).hexdigest()}"
