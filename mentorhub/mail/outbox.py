"""The one door: whoever wants an email sent queues it here, in the transaction of its cause."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mentorhub.paths.models import Path
from mentorhub.relay import lanes
from mentorhub.relay.due import wake

from . import rendering
from .models import OutgoingEmail, State

MOST_REFERENCES = 20
A_BATCH = 500


@dataclass(frozen=True)
class Letter:
    """One of many emails of a kind; `key` as in queue()."""

    to: str
    key: str
    content: rendering.Rendered
    reply_to: OutgoingEmail | None = None
    unsubscribe_url: str = ""


def queue(
    kind: str,
    to: str,
    context: Mapping[str, Any],
    *,
    key: str,
    lane: str = lanes.ACCOUNT,
    path: Path | None = None,
    about: str = "",
    reply_to: OutgoingEmail | None = None,
    automatic: bool = True,
    secret: bool = False,
    unsubscribe_url: str = "",
    not_before: datetime.datetime | None = None,
) -> OutgoingEmail:
    """Make the email `kind` for one reader, or return the one that was made for `key` before.

    It leaves once the surrounding transaction commits, or at `not_before`; until then
    take_back() can have it. `about` is the address, on this site,
    of the thing it tells of; `reply_to` is the earlier email whose thread it joins.
    """
    return queue_rendered(
        rendering.render(kind, context),
        kind=kind,
        to=to,
        key=key,
        lane=lane,
        path=path,
        about=about,
        reply_to=reply_to,
        automatic=automatic,
        secret=secret,
        unsubscribe_url=unsubscribe_url,
        **({"due_at": not_before} if not_before else {}),
    )


@transaction.atomic
def take_back(email: OutgoingEmail) -> bool:
    """Take the email out of the outbox for good. False when its moment has come, or it has left."""
    waits = OutgoingEmail.objects.filter(state=State.QUEUED, due_at__gt=Now())
    ours = waits.select_for_update().filter(pk=email.pk).first()
    if ours is None:
        return False
    ours.delete()
    return True


@transaction.atomic(savepoint=False)
def queue_rendered(
    content: rendering.Rendered,
    *,
    kind: str,
    to: str,
    key: str,
    reply_to: OutgoingEmail | None = None,
    **fields: Any,
) -> OutgoingEmail:
    """As queue(), for an email that is rendered already."""
    email = OutgoingEmail(
        key=key,
        kind=kind,
        to_address=to,
        subject=content.subject,
        text=content.text,
        html=content.html,
        in_reply_to=reply_to.message_id if reply_to else "",
        references=_references(reply_to) if reply_to else "",
        **fields,
    )
    try:
        with transaction.atomic():
            email.save(force_insert=True)
    except IntegrityError:
        earlier = OutgoingEmail.objects.filter(key=key).first()
        if earlier is None:
            raise
        return earlier
    wake(OutgoingEmail)
    return email


@transaction.atomic
def queue_all(
    kind: str,
    letters: Iterable[Letter],
    *,
    lane: str,
    path: Path | None = None,
    about: str = "",
) -> None:
    """As queue() for each, in one statement for 500. One whose key was used before is left out."""
    rows = [
        OutgoingEmail(
            key=letter.key,
            kind=kind,
            lane=lane,
            path=path,
            about=about,
            to_address=letter.to,
            subject=letter.content.subject,
            text=letter.content.text,
            html=letter.content.html,
            in_reply_to=letter.reply_to.message_id if letter.reply_to else "",
            references=_references(letter.reply_to) if letter.reply_to else "",
            unsubscribe_url=letter.unsubscribe_url,
        )
        for letter in letters
    ]
    if rows:
        OutgoingEmail.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)
        wake(OutgoingEmail)


def _references(parent: OutgoingEmail) -> str:
    """The thread so far, its first and latest ids kept when it grows long (RFC 5322, 3.6.4)."""
    ids = [*parent.references.split(), parent.message_id]
    return " ".join([ids[0], *ids[1:][-MOST_REFERENCES:]])
