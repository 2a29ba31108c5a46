"""The demo data of `make run`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from contact.first_topics import create_first_topics
from mentorhub.home.demo.absence import make_absence, spare_the_absent
from mentorhub.home.demo.articles import import_demo_articles
from mentorhub.home.demo.guide_notes import write_notes_and_readings
from mentorhub.home.demo.guide_versions import publish_demo_guides
from mentorhub.home.demo.people import make_people
from mentorhub.home.demo.ready import make_ready_answers
from mentorhub.home.demo.requests import make_requests
from mentorhub.home.demo.searches import make_searches
from mentorhub.people.models import User
from mentorhub.search import vocabulary
from mentorhub.search.first_synonyms import create_first_synonyms


class Command(BaseCommand):
    help = (
        "Fills an empty database with made-up people, guides, requests and articles; "
        "leaves any other as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SITE.hostname not in {"localhost", "127.0.0.1"}:
            raise CommandError("Demo people have a known password: they belong on localhost only.")
        if User.objects.exists():
            return
        with transaction.atomic():
            create_first_topics()
            create_first_synonyms()
            make_people()
            publish_demo_guides()
            write_notes_and_readings()
            spare_the_absent()
            make_requests()
            make_absence()
            make_ready_answers()
            make_searches()
        import_demo_articles()
        vocabulary.analyze()
        vocabulary.refresh()
        self.stdout.write("Demo data loaded.")
