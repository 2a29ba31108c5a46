"""What mail hears from the apps below it."""

from typing import Any

from django.dispatch import receiver

from mentorhub.people.models import Invitation, PersonalExport
from mentorhub.people.signals import export_ready, invited

from . import accounts


@receiver(invited)
def mail_invitation(sender: type[Invitation], invitation: Invitation, token: str, **_: Any) -> None:
    """Queue the link, in the transaction that made the invitation."""
    accounts.queue_invitation(invitation, token)


@receiver(export_ready)
def mail_export(sender: type[PersonalExport], export: PersonalExport, **_: Any) -> None:
    """Queue the news that it is ready, in the transaction that made it so."""
    accounts.queue_export(export)
