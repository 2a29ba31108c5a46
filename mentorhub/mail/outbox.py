"""The one door: whoever wants an email sent queues it here, in the transaction of its cause."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mentorhub.paths.models import Path
from mentorhub.relay import lanes
from mentorhub.relay.due import wake

from . import rendering
from .models import OutgoingEmail

MOST_REFERENCES = 20


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
) -> OutgoingEmail:
    """Make the email `kind` for one reader, or return the one that was made for `key` before.

    It leaves once the surrounding transaction commits. `about` is the address, on this site,
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
    )


@transaction.atomic
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
    email, made = OutgoingEmail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to_address": to,
            "subject": content.subject,
            "text": content.text,
            "html": content.html,
            "in_reply_to": reply_to.message_id if reply_to else "",
            "references": _references(reply_to) if reply_to else "",
            **fields,
        },
    )
    if made:
        wake()
    return email


def _references(parent: OutgoingEmail) -> str:
    """The thread so far, its first and latest ids kept when it grows long (RFC 5322, 3.6.4)."""
    ids = [*parent.references.split(), parent.message_id]
    return " ".join([ids[0], *ids[1:][-MOST_REFERENCES:]])
