"""The relay: finds rows that are due and publishes their ids to Celery.

The row is the truth and the published task only a nudge. Whatever gets lost on the
way, an emptied Redis or a killed worker, is published again a minute later.
"""

import datetime
import logging
import select
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from mentorhub.celery import app

from . import pulse
from .due import CHANNEL, Due, ago, registry

logger = logging.getLogger(__name__)

SWEEP = 2.0  # seconds between looks at the table without a notification
SOON = 0.2  # the same while there was something to do
AT_ONCE = 100
# Of each kind, as many are published ahead of the workers: what is more urgent, and comes later,
# stands behind these and no others. What nobody did for so long got lost, and is in nobody's way.
AHEAD = 400
ON_ITS_WAY = datetime.timedelta(seconds=20)


def run() -> None:
    """Relay for ever; a database or broker that is away is waited for."""
    while True:
        try:
            _listen()
            while True:
                published = relay_everything()
                pulse.beat(pulse.RELAY)
                next_look = time.monotonic() + (SOON if published else SWEEP)
                while (left := next_look - time.monotonic()) > 0:
                    if relay_of(_woken(left)):
                        next_look = min(next_look, time.monotonic() + SOON)
        except Error as error:
            logger.warning("The database is away, trying again: %s", error)
            connection.close()
            time.sleep(1)


def relay_of(labels: set[str]) -> int:
    """Publish what is due of these models, and look at no other; how many ids were published."""
    return _relay([due for due in registry if due.model._meta.label in labels])


def relay_everything() -> int:
    """Publish all that is due now; how many ids were published."""
    return _relay(registry)


def _relay(kinds: Sequence[Due]) -> int:
    """A broker that is away ends the round."""
    published = 0
    for due in kinds:
        try:
            count = AT_ONCE
            while count == AT_ONCE:
                count = relay(due)
                published += count
        except (BrokerError, RedisError, OSError) as error:
            logger.warning("The broker is away, trying again: %s", error)
            time.sleep(1)
            break
    return published


def relay(due: Due) -> int:
    """Publish one small batch of one kind; fewer than AT_ONCE when nothing is left, or enough is on
    its way.

    The rows are marked and committed before Celery hears of them, so that several relays
    share the work; when the broker refuses, the marks are taken back.
    """
    with transaction.atomic():
        again = datetime.timedelta(seconds=settings.RELAY_AGAIN_SECONDS)
        waiting = due.waiting()
        on_their_way = waiting.filter(woken_at__gte=ago(min(again, ON_ITS_WAY)))
        room = min(AT_ONCE, AHEAD - on_their_way.order_by()[:AHEAD].count())
        if not room:
            return 0
        unwoken = Q(woken_at=None) | Q(woken_at__lt=ago(again))
        rows = waiting.filter(unwoken).order_by(*due.order)
        ids = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:room])
        due.model._default_manager.filter(pk__in=ids).update(woken_at=Now())
    sent = 0
    try:
        for start in range(0, len(ids), due.ids_a_task):
            some = ids[start : start + due.ids_a_task]
            app.send_task(due.task, args=[some], queue=due.lane, retry=False)
            sent = start + len(some)
    except BaseException:
        due.model._default_manager.filter(pk__in=ids[sent:]).update(woken_at=None)
        raise
    return len(ids)


def _listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")


def _woken(seconds: float) -> set[str]:
    """The models that notifications name, as soon as there is one or the time is over."""
    session = connection.connection
    if session.notifies or select.select([session], [], [], seconds)[0]:
        with connection.wrap_database_errors:  # what psycopg2 raises, run() knows by Django's names
            session.poll()
    labels = {notification.payload for notification in session.notifies}
    session.notifies.clear()
    return labels
