"""Which emails about guides somebody gets, and the link by which one click ends them."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from mentorhub.people.models import User

from .models import EmailChoice

SALT = "guides.stop-emails"


def of(reader: User) -> EmailChoice:
    """What they chose; unsaved when they never did."""
    return EmailChoice.objects.filter(reader=reader).first() or EmailChoice(reader=reader)


@transaction.atomic
def choose(reader: User, often: str, *, of_notes: bool | None = None) -> None:
    """Keep a choice. A weekly email that is new tells of what is published from now on."""
    EmailChoice.objects.bulk_create([EmailChoice(reader=reader)], ignore_conflicts=True)
    choice = EmailChoice.objects.select_for_update().get(reader=reader)
    if often != choice.often and often == EmailChoice.Often.WEEKLY:
        choice.digest_at = Now()
    choice.often = often
    if of_notes is not None:
        choice.of_notes = of_notes
    choice.save()


def stop(reader: User) -> None:
    """No more emails about changed guides."""
    choose(reader, EmailChoice.Often.NEVER)


def stop_link(reader_id: int) -> str:
    """The full address that ends these emails for this reader; it works for ever, signed in or not."""
    token = signing.dumps([reader_id], salt=SALT)
    return f"{settings.SITE_URL}{reverse('guides:stop_emails', args=[token])}"


def reader_of(token: str) -> User | None:
    """Whose link it is; None for one that stop_link() did not make."""
    try:
        match signing.loads(token, salt=SALT):
            case [int(reader_id)]:
                return User.objects.filter(pk=reader_id).first()
    except (signing.BadSignature, ValueError):
        pass
    return None
