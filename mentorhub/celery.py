"""Celery: the lanes, and the table of what runs by the clock.

Only the relay publishes. Nothing else calls a task's delay() or apply_async().
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhub.settings")

app = Celery("mentorhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "close requests that stayed solved": {
        "task": "contact.close_solved",
        "schedule": crontab(minute="7"),
    },
    "let scheduled articles be found": {
        "task": "helpcenter.index_newly_published",
        "schedule": crontab(),
    },
    "make the weekly emails about guides": {
        "task": "guides.make_digests",
        "schedule": crontab(minute="6,21,36,51"),
    },
    "count the words of the search index": {
        "task": "search.refresh_vocabulary",
        "schedule": crontab(),
    },
    "forget sessions that ended": {
        "task": "people.forget_ended_sessions",
        "schedule": crontab(hour="4", minute="20"),
    },
}
