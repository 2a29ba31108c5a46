"""The cache outlives Redis."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import connection

from mentorhub import cache as our_cache
from mentorhub.embedded import Servers
from tests.rig.ports import free_port

ACTS = {
    "add": (lambda: cache.add("new", 1, 60), True),
    "add what is there": (lambda: cache.add("known", 2, 60), False),
    "get": (lambda: cache.get("known"), 1),
    "get what is not there": (lambda: cache.get("unknown", "nothing"), "nothing"),
    "get or set": (lambda: cache.get_or_set("known", 5), 1),
    "set": (lambda: (cache.set("new", [1.5, "two"], 60), cache.get("new"))[1], [1.5, "two"]),
    "set for no time": (lambda: (cache.set("known", 2, 0), cache.get("known"))[1], None),
    "touch": (lambda: cache.touch("known", 60), True),
    "delete": (lambda: (cache.delete("known"), cache.get("known"))[1], None),
    "get many": (lambda: cache.get_many(["known", "unknown"]), {"known": 1}),
    "set many": (lambda: (cache.set_many({"a": 1, "b": 2}), cache.get_many("ab"))[1], {"a": 1, "b": 2}),
    "delete many": (lambda: (cache.delete_many(["known"]), cache.get("known"))[1], None),
    "has": (lambda: ("known" in cache, cache.has_key("unknown")), (True, False)),
    "incr": (lambda: cache.incr("known"), 2),
    "decr": (lambda: cache.decr("known"), 0),
    "clear": (lambda: (cache.clear(), cache.get("known"))[1], None),
}  # fmt: skip


def point_at(settings, url: str) -> None:
    """Let the cache use this Redis, in this test."""
    default = {**settings.CACHES["default"], "LOCATION": url}
    settings.CACHES = {**settings.CACHES, "default": default}


@pytest.fixture
def redis_away(settings) -> None:
    """Nobody listens."""
    point_at(settings, f"redis://127.0.0.1:{free_port()}/0")


@pytest.fixture
def redis_frozen(settings) -> Iterator[socket.socket]:
    """It takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        point_at(settings, f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        yield listener


@pytest.mark.parametrize("act", ACTS)
def test_redis_answers_while_it_is_there(act, django_assert_num_queries, db):
    cache.set("known", 1, 60)
    do, expected = ACTS[act]
    with django_assert_num_queries(0):
        assert do() == expected


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_postgresql_answers_the_same_while_redis_is_away(act, redis_away):
    cache.set("known", 1, 60)
    do, expected = ACTS[act]
    assert do() == expected


@pytest.mark.django_db
def test_a_frozen_redis_is_asked_once_and_then_left_alone(redis_frozen):
    cache.set("known", 1, 60)
    asked = 0
    redis_frozen.settimeout(0)
    with ExitStack() as connections:
        while True:
            try:
                connections.enter_context(redis_frozen.accept()[0])
            except BlockingIOError:
                break
            asked += 1
        for _ in range(20):
            assert cache.get("known") == 1
        with pytest.raises(BlockingIOError):
            redis_frozen.accept()
    assert asked >= 1


@pytest.mark.django_db
def test_redis_is_asked_again_once_it_is_back(settings, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(our_cache, "REST", 0.0)  # instead of waiting 5 seconds
    redis = Servers(tmp_path / "redis", kinds=["redis"], durable=False)
    point_at(settings, redis.redis_url())
    cache.set("meanwhile", "in PostgreSQL", 60)
    with redis:
        assert cache.get("meanwhile") is None
        cache.set("now", "in Redis", 60)
        assert cache.get("now") == "in Redis"
    assert cache.get("now") is None
    assert cache.get("meanwhile") == "in PostgreSQL"


def test_the_table_is_made_by_createcachetable_and_holds_many_limits(db):
    assert caches["fallback"]._max_entries >= 100_000
    assert "django_cache" in connection.introspection.table_names()
