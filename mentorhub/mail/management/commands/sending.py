"""Holds all emails back, and lets them go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mentorhub.mail import pausing
from mentorhub.mail.models import OutgoingEmail, SendingPause


class Command(BaseCommand):
    help = "Pause or resume the sending of every email; without a word, say how it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", nargs="?", choices=["pause", "resume"])
        parser.add_argument("--why", default="paused by hand", help="staff see it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "pause":
            pausing.pause(options["why"])
        elif options["act"] == "resume":
            pausing.resume()
        paused = SendingPause.objects.first()
        waiting = OutgoingEmail.objects.unfinished().count()
        how = f"paused since {paused.at:%Y-%m-%d %H:%M} ({paused.why})" if paused else "on"
        self.stdout.write(f"Sending is {how}; {waiting} emails wait.")
