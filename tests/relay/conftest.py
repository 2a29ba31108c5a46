"""What the relay published, and a broker that can be away."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings

from mentorhub.celery import app
from mentorhub.embedded import Servers
from mentorhub.relay import lanes

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


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Servers]:
    """A broker of our own that is not there yet: start() and stop() it."""
    server = Servers(tmp_path / "redis", kinds=["redis"], durable=False)
    configured = app.conf.broker_url
    use(server.redis_url().replace("unix://", "redis+socket://").replace("?db=", "?virtual_host="))
    yield server
    use(configured)
    server.stop()


def use(url: str) -> None:
    """Have Celery publish there, over new connections."""
    app.conf.broker_url = url
    app.pool.force_close_all()
    app._after_fork()  # what Celery itself calls to forget its pools
