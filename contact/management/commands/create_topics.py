"""The first topics of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from contact.first_topics import create_first_topics


class Command(BaseCommand):
    help = "Makes the topics and teams of the contact form that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{create_first_topics()} topics made.")
