"""The first synonyms of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorhub.search.first_synonyms import create_first_synonyms


class Command(BaseCommand):
    help = "Makes the synonyms of a school's words that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{create_first_synonyms()} synonyms made.")
