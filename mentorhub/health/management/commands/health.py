"""Says what is not well, for cron and monitoring: no output and exit code 0 when all is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorhub.health import state


class Command(BaseCommand):
    help = "Look at everything that must hold; ends with an error when something does not."

    def handle(self, *args: Any, **options: Any) -> None:
        if wrong := list(state.what_is_wrong()):
            raise CommandError("\n".join(wrong))
