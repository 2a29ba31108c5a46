"""Celery: the lanes, and the table of what runs by the clock.

Only the relay publishes. Nothing else calls a task's delay() or apply_async().
"""

import contextlib
import os
import sys
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import task_postrun, task_prerun, worker_process_init
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhub.settings")

app = Celery("mentorhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.task_ignore_result = True
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.task_soft_time_limit = 45
app.conf.task_time_limit = 60
app.conf.task_default_queue = "housekeeping"
app.conf.worker_prefetch_multiplier = 1
app.conf.worker_hijack_root_logger = False
app.conf.broker_connection_retry_on_startup = True
# Else Celery connects anew for each task, which costs PostgreSQL more than most tasks do. What ends
# a session instead is what ends one of a page: its age, or that the database does not answer on it.
app.conf.CELERY_DB_REUSE_MAX = sys.maxsize
for moment in [task_prerun, task_postrun]:
    moment.connect(lambda **_told: close_old_connections(), weak=False)


def step_back() -> None:
    """Let pages go first: somebody looks at them, while an email may leave some milliseconds later.

    nice() counts among the processes of a session only, where the kernel groups them by session
    (sched(7)); then the session steps back. systemd and compose have weights of their own for it.
    """
    os.nice(10)
    with contextlib.suppress(OSError):  # a kernel without such groups
        Path("/proc/self/autogroup").write_text("10")


worker_process_init.connect(lambda **_told: step_back(), weak=False)

app.conf.beat_schedule = {
    "say that beat, broker and worker live": {
        "task": "relay.say_that_work_is_done",
        "schedule": 30.0,
        "options": {
            "expires": 60.0
        },  # a worker that was away for an hour need not say it 120 times
    },
    "tell administrators what stopped and what works again": {
        "task": "health.look",
        "schedule": 60.0,
        "options": {"expires": 60.0},  # the next look is as good
    },
    "tell of and close requests that stayed solved": {
        "task": "contact.close_solved",
        "schedule": crontab(minute="7"),
    },
    "tell of absences that begin and end": {
        "task": "contact.begin_and_end_absences",
        "schedule": crontab(minute="*/10"),
    },
    "follow roles that ended by their date": {
        "task": "contact.follow_ended_roles",
        "schedule": crontab(minute="*/10"),
    },
    "let scheduled articles be found": {
        "task": "helpcenter.index_newly_published",
        "schedule": crontab(),
    },
    "let new articles show beside those like them": {
        "task": "helpcenter.relate_articles",
        "schedule": crontab(minute="*/10"),
    },
    "tell of articles that people follow": {
        "task": "helpcenter.tell_followers",
        "schedule": crontab(hour="6", minute="40"),
    },
    "tell editors what to read through": {
        "task": "helpcenter.tell_editors",
        "schedule": crontab(hour="6", minute="50", day_of_week="mon"),
    },
    "make the weekly emails about guides": {
        "task": "guides.make_digests",
        "schedule": crontab(minute="6,21,36,51"),
    },
    "count the words of the search index": {
        "task": "search.refresh_vocabulary",
        "schedule": crontab(),
    },
    "erase searches older than thirteen months": {
        "task": "search.erase_old_searches",
        "schedule": crontab(hour="4", minute="40"),
    },
    "forget exports of one's own data after a week": {
        "task": "people.forget_old_exports",
        "schedule": crontab(minute="27"),
    },
    "forget files of forms that nobody sent again": {
        "task": "content.forget_held_files",
        "schedule": crontab(minute="17"),
    },
    "forget sessions that ended": {
        "task": "people.forget_ended_sessions",
        "schedule": crontab(hour="4", minute="20"),
    },
}
