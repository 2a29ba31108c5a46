"""What mail hears from the apps below it."""

from typing import Any

from django.dispatch import receiver

from mentorhub.people.models import Invitation
from mentorhub.people.signals import invited

from . import accounts


@receiver(invited)
def mail_invitation(sender: type[Invitation], invitation: Invitation, token: str, **_: Any) -> None:
    """Queue the link, in the transaction that made the invitation."""
    accounts.queue_invitation(invitation, token)
