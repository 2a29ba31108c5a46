"""What the Help Center holds about a person: what they follow, and their votes."""

from mentorhub.people import personal
from mentorhub.people.models import User
from mentorhub.people.personal import Holding, Rows, values

from .models import Follow, Vote
from .voting import reader_called


def followed(person: User) -> Rows:
    for one in Follow.objects.filter(user=person).select_related("article", "category"):
        yield values(one, "article", "category")


def votes(person: User) -> Rows:
    """Kept under a number that only this person's account leads to."""
    for one in Vote.objects.filter(reader=reader_called(person)).select_related("article"):
        yield values(one, "article", "helpful", "reason", "words", "searched", "at")


def register() -> None:
    """Called once all apps are loaded."""
    personal.register(*(Holding(it.__name__, it) for it in [followed, votes]))
