"""Email addresses as people type them and as we keep them."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _


def normalise(address: str) -> str:
    """The one spelling that stands for an address: NFKC, case folded, no blanks around it."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def validate(address: str) -> None:
    """Raise ValidationError, also for what Django lets pass: invisible characters, over-long parts."""
    validate_email(address)
    local, _at, domain = address.rpartition("@")
    invisible = any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in address)
    if invisible or not address.isascii() or len(local) > 64 or len(domain) > 255:
        raise ValidationError(_("Enter a valid email address."), code="invalid")
