"""What the relay published, and a broker that can be away."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from kombu import pools

from mentorhub.celery import app
from mentorhub.embedded import Servers
from mentorhub.env import RedisAddress
from mentorhub.relay import lanes

SETTINGS = ["broker_url", "broker_transport_options"]
LANES = [lanes.ACCOUNT, lanes.BULK, lanes.HOUSEKEEPING]


@dataclass(frozen=True)
class Published:
    """One task as it lies in Redis."""

    lane: str
    task: str
    args: list[Any]
    kwargs: dict[str, Any]
    size: int


def published(url: str = "") -> list[Published]:
    """Every task that lies in Redis, lane by lane, oldest first."""
    client = redis.Redis.from_url(url or settings.REDIS.cache_url)
    with client:
        return [_read(lane, task) for lane in LANES for task in client.lrange(lane, 0, -1)[::-1]]


def _read(lane: str, task: bytes) -> Published:
    envelope = json.loads(task)
    args, kwargs, _embedded = json.loads(base64.b64decode(envelope["body"]))
    return Published(lane, envelope["headers"]["task"], args, kwargs, len(task))


@pytest.fixture(autouse=True)
def empty_broker() -> None:
    """What one test published is none of the next one's."""
    with redis.Redis.from_url(settings.REDIS.cache_url) as client:
        client.delete(*LANES)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Servers]:
    """A broker of our own that is not there yet: start() and stop() it."""
    server = Servers(tmp_path / "redis", kinds=["redis"], durable=False)
    configured = [getattr(app.conf, name) for name in SETTINGS]
    address = RedisAddress(urlsplit(server.redis_url()))
    at_once = {"max_retries": 0, "interval_start": 0}  # instead of after seconds
    _use(address.broker_url, {**app.conf.broker_transport_options, **at_once})
    yield server
    _use(*configured)
    server.stop()


def _use(url: str, options: dict[str, Any]) -> None:
    """Have Celery publish there, over new connections."""
    app.conf.broker_url, app.conf.broker_transport_options = url, options
    pools.reset()
    app._after_fork()  # what Celery itself calls to forget its pools
