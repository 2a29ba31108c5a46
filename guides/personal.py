"""What guides hold about a person: what they read, wrote and chose."""

from mentorhub.people import personal
from mentorhub.people.models import User
from mentorhub.people.personal import Holding, Rows, values

from .models import EmailChoice, Note, Reading


def guides_read(person: User) -> Rows:
    for one in Reading.objects.filter(reader=person).select_related("guide__project__path"):
        yield values(one, "guide", "seen_at", "confirmed_at")


def guide_notes(person: User) -> Rows:
    for one in Note.objects.filter(author=person).select_related("part__guide__project__path"):
        yield values(one, "part", "text", "report", "at", "deleted_at")


def guide_emails(person: User) -> Rows:
    for one in EmailChoice.objects.filter(reader=person):
        yield values(one, "often", "of_notes")


def register() -> None:
    """Called once all apps are loaded."""
    personal.register(
        *(Holding(it.__name__, it) for it in [guides_read, guide_notes, guide_emails])
    )
