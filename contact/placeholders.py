"""What a ready answer may leave open: a closed list, filled in once, never run as a template."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mentorhub.people.models import User

from .models import Request

NOTHING = "…"  # for what the request does not have, such as a project: to be seen and mended

WORTH: dict[str, Callable[[Request, User], str]] = {
    "mentor_first_name": lambda asked, _by: (asked.name.split() or [""])[0],
    "mentor_name": lambda asked, _by: asked.name,
    "reference": lambda asked, _by: asked.reference,
    "subject": lambda asked, _by: asked.subject,
    "topic": lambda asked, _by: str(asked.topic),
    "path": lambda asked, _by: str(asked.path),
    "project": lambda asked, _by: str(asked.project or ""),
    "manager_name": lambda _asked, by: str(by),
    "manager_first_name": lambda _asked, by: by.first_name,
    "today": lambda _asked, _by: formats.date_format(timezone.localdate(), "j F Y"),
}
KNOWN = re.compile(r"\{(" + "|".join(WORTH) + r")\}")
# Whatever looks as if it were meant as one; code in braces mostly does not.
LIKE_ONE = re.compile(r"\{+\s*[^\W\d][\w .\-]{0,40}\}+")


def filled(text: str, mentor_request: Request, by: User) -> str:
    """The text with its placeholders filled in, in one pass: what is filled in stays as it is."""
    return KNOWN.sub(lambda found: WORTH[found[1]](mentor_request, by) or NOTHING, text)


def check(text: str) -> None:
    """Raise ValidationError, with the list, for what looks like a placeholder and is none."""
    unknown = [found for found in LIKE_ONE.findall(text) if not KNOWN.fullmatch(found)]
    if unknown:
        raise ValidationError(
            _("Nothing can be filled in for %(unknown)s. These can be used: %(known)s.")
            % {"unknown": ", ".join(dict.fromkeys(unknown)), "known": listed()},
            code="placeholder",
        )


def listed() -> str:
    """All of them, as they are typed."""
    return ", ".join(f"{{{name}}}" for name in WORTH)
