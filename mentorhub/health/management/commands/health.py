"""Says what is not well, for cron and monitoring: no output and exit code 0 when all is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorhub.health import alarms


class Command(BaseCommand):
    help = (
        "Look at everything that must hold, and tell administrators what changed; an error if not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [f"{it.title}: {it.said}" for it in alarms.look() if not it.is_well]
        if wrong:
            raise CommandError("\n".join(wrong))
