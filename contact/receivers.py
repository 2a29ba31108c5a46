"""What contact hears from people."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from mentorhub.people.leaving import Held
from mentorhub.people.signals import rights_lost

from .handover import departing, moving


@receiver(rights_lost)
def hand_on(sender: Any, people: Iterable[int], lost: Iterable[Held], **_: Any) -> None:
    """In the moment in which somebody loses a right, their requests go where they belong."""
    moving.follow(people, lost)
    departing.release(people, lost)
