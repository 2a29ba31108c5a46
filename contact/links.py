"""The signed link by which a public sender reaches their request."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Request

SALT = "contact.request-link"
LIFETIME = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Opened:
    """What a genuine link leads to."""

    request_id: int
    expired: bool


def link_to(mentor_request: Request) -> str:
    """The full address, for an email to the sender. It opens this one request for 90 days."""
    token = signing.dumps([mentor_request.pk], salt=SALT)
    return f"{settings.SITE_URL}{reverse('contact:linked_request', args=[token])}"


def open_link(token: str) -> Opened | None:
    """What the token leads to; None when it was not made by link_to()."""
    try:
        return Opened(_request_id(token, LIFETIME), expired=False)
    except signing.SignatureExpired:
        return Opened(_request_id(token, None), expired=True)
    except (signing.BadSignature, ValueError):
        return None


def _request_id(token: str, lifetime: datetime.timedelta | None) -> int:
    match signing.loads(token, salt=SALT, max_age=lifetime):
        case [int(request_id)]:
            return request_id
    raise ValueError("signed by us, but not by link_to()")
