"""The registry of what is due: each app says which rows wait for which task."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.functions import Now

from .models import WakeableModel

CHANNEL = "mentorhub_relay"
PATIENCE = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Due:
    """One kind of row that a task must be woken for. The task takes a list of ids."""

    task: str
    lane: str
    model: type[WakeableModel]
    waiting: Callable[[], models.QuerySet[Any]]  # rows of the model whose moment has come
    stuck: Callable[[datetime.timedelta], models.QuerySet[Any]]  # unfinished for longer than this
    ids_a_task: int = 1
    since: str = "created_at"  # the column that says when such a row became due
    order: tuple[str, ...] = ("pk",)  # who goes first while many wait


registry: list[Due] = []


def register(due: Due) -> None:
    """Have the relay look after these rows; called from AppConfig.ready()."""
    registry.append(due)


def wake(model: type[WakeableModel]) -> None:
    """Tell the relay, once this transaction commits, that rows of this model are due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, model._meta.label])


def ago(age: datetime.timedelta) -> models.expressions.CombinedExpression:
    """The moment `age` before now, by the database's clock."""
    return Now() - models.Value(age, output_field=models.DurationField())
