"""Celery: the lanes, and the table of what runs by the clock.

Only the relay publishes. Nothing else calls a task's delay() or apply_async().
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init

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


@worker_process_init.connect
def step_back(**_told: object) -> None:
    """Pages go first: somebody looks at them, while an email may leave some milliseconds later."""
    os.nice(5)


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
