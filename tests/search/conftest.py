"""A channel to search in: a shelf of texts, each the text of one project."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from mentorhub.paths.models import Path, Project
from mentorhub.search import indexing, registry, vocabulary
from mentorhub.search.registry import Document, Source


class Shelf(Source):
    """Everything that put() was given; what took() took is there no longer."""

    kind = "text"
    label = "Text"
    model = Project

    def __init__(self, path: Path) -> None:
        self.path = path
        self.documents: dict[int, Document] = {}

    def entries(self) -> Iterator[Document]:
        yield from list(self.documents.values())

    def document(self, obj: Project) -> Document | None:
        return self.documents.get(obj.pk)

    def put(self, title: str, body: str = "", *, at: Project | None = None, **more: Any) -> Project:
        """Index a text, public unless said otherwise; its project stands for it."""
        number = len(self.documents) + 10
        thing = at or Project.objects.create(path=self.path, number=number, title=title[:8])
        more = {"is_public": True, "date": timezone.now() - datetime.timedelta(days=1), **more}
        self.documents[thing.pk] = Document(
            object_id=thing.pk, url=f"/things/{thing.pk}/", title=title, body=body, **more
        )
        indexing.index(thing)
        return thing


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    path = Path.objects.create(name="Data Engineer", slug="data-engineer")
    shelf = Shelf(path)
    registry.register(shelf)
    yield shelf
    registry.unregister(Shelf.kind)


@pytest.fixture
def articles(shelf: Shelf) -> Shelf:
    """A dozen answers, in two languages."""
    for title, body in TEXTS:
        shelf.put(title, body, category="Sessions")
    for title, body in FRENCH:
        shelf.put(title, body, language="fr")
    vocabulary.refresh()
    return shelf


TEXTS = [
    (
        "My student did not come to the session",
        "Wait fifteen minutes, then declare a no-show. Half of the session is paid. "
        "The student does not need to confirm anything.",
    ),
    (
        "When are invoices paid?",
        "Invoices are paid on the tenth of each month, once they have been validated.",
    ),
    ("Change your password", "Open your profile. Choose a new password and confirm it by a code."),
    (
        "Move a session to another day",
        "Up to twenty-four hours before, open the calendar and drag the appointment.",
    ),
    ("Take a holiday", "Block the days in your calendar; your students see them at once."),
    ("Become an assessor", "After six months and twenty sessions, ask your manager."),
    ("The student's project is late", "Look at the plan together and set a new milestone."),
    ("Join the Slack group", "The invitation comes by email, one group for each path."),
    ("What a mentor does", "A mentor guides students through their projects, once a week."),
    ("Travel expenses", "Train tickets are reimbursed. Send the receipt with the invoice."),
]
FRENCH = [
    (
        "Reporter une séance avec un élève",
        "Jusqu'à vingt-quatre heures avant, ouvrez le calendrier et déplacez la séance.",
    ),
    ("Préparer la soutenance", "L'évaluateur pose ses questions pendant trente minutes."),
]
