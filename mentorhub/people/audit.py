"""Writing down who did what; the one door to the audit."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from mentorhub.logs import current_id

from .models import AuditEntry, User

Act = AuditEntry.Act

ONE_LOOK = datetime.timedelta(minutes=10)  # a page opened again within it is the same look


def note(act: Act, actor: User | AnonymousUser | None, about: object, **detail: Any) -> None:
    """Write it down, in the transaction of the act itself. `detail` holds before and after."""
    AuditEntry.objects.create(
        act=act,
        actor=actor if isinstance(actor, User) else None,
        about=str(about)[:200],
        detail=detail,
        request_id=current_id.get(),
    )


def note_look(act: Act, actor: User, about: object) -> None:
    """Write down that somebody looked at what others wrote in confidence, once for a while."""
    since = timezone.now() - ONE_LOOK
    looks = AuditEntry.objects.filter(actor=actor, act=act, about=str(about)[:200], at__gt=since)
    if not looks.exists():
        note(act, actor, about)
