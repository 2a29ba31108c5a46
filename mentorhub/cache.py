"""The cache: Redis while it answers, PostgreSQL while it does not.

Rate limits live here, so losing Redis must neither break a page nor lift a limit.
"""

import math
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, transaction
from redis.exceptions import RedisError

# Seconds that a Redis which failed is left alone, so that a frozen one costs one time-out.
REST = 5.0

SECONDS_LEFT = """
    SELECT extract(epoch FROM expires - statement_timestamp()) FROM django_cache WHERE cache_key = %s
"""


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


class CountingDatabaseCache(DatabaseCache):
    """Django's cache in a table, but two who count at once do not count as one, and what is
    counted does not live longer by it."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            cursor.execute(SECONDS_LEFT, [self.make_key(key, version)])
            left = cursor.fetchone()
            count = int(super().incr(key, delta, version))
            self.touch(key, math.ceil(left[0]), version)
            return count


def counted(key: str, seconds: int, times: int = 1) -> int:
    """How often that was, these times included, within so many seconds; with Redis gone as well."""
    cache = caches["default"]
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key, times))
    except ValueError:  # the time ended in between
        return times
