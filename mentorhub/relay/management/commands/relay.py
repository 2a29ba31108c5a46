"""The process between the database and Celery."""

import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from mentorhub.celery import step_back
from mentorhub.relay import loop


class Command(BaseCommand):
    help = "Wakes Celery for rows that are due, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            sys.exit(0)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        step_back()
        loop.run()
