"""What mail holds about a person: which emails they were sent, and when."""

from mentorhub.people import personal
from mentorhub.people.models import User
from mentorhub.people.personal import Holding, Rows, values

from .models import OutgoingEmail


def emails(person: User) -> Rows:
    """Without the texts: they say what stands elsewhere here, or what others wrote to the desk."""
    sent = OutgoingEmail.objects.filter(to_address=person.email).order_by("pk")
    for one in sent.iterator(chunk_size=2_000):
        yield values(one, "kind", "to_address", "state", "created_at", "sent_at")


def register() -> None:
    """Called once all apps are loaded."""
    personal.register(Holding("emails", emails))
