"""The cache: Redis while it answers, PostgreSQL while it does not.

Rate limits live here, so losing Redis must neither break a page nor lift a limit.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# Seconds that a Redis which failed is left alone, so that a frozen one costs one time-out.
REST = 5.0


class SurvivingCache(RedisCache):
    """Django's Redis cache that answers from the cache `fallback` when Redis cannot."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.resting_until = 0.0

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.resting_until:
            ask: Callable[..., Any] = getattr(super(), name)
            try:
                return ask(*args, **kwargs)
            except RedisError:
                self.resting_until = time.monotonic() + REST
        return getattr(caches["fallback"], name)(*args, **kwargs)

    def redis_answers(self) -> bool:
        """Whether Redis does its part now."""
        try:
            super().get("anybody")
        except RedisError:
            return False
        return True

    def recall(self, key: str) -> Any:
        """What Redis has; None while it is away. For what can be made again: PostgreSQL is not
        asked to keep that too."""
        return self._if_awake("get", key)

    def remember(self, key: str, value: Any, seconds: int) -> None:
        """For recall()."""
        self._if_awake("set", key, value, seconds)

    def _if_awake(self, name: str, *args: Any) -> Any:
        if time.monotonic() >= self.resting_until:
            try:
                return getattr(super(), name)(*args)
            except RedisError:
                self.resting_until = time.monotonic() + REST
        return None

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._either("clear")


def counted(key: str, seconds: int) -> int:
    """How often that was, this time included, within so many seconds; with Redis gone as well."""
    cache = caches["default"]
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the time ended in between
        return 1
