"""One line of visible text, such as a name or a subject."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Invisible, but words of several scripts are spelled with them, and so are many pictures.
JOINERS = {"\u200c", "\u200d"}


def is_invisible(letter: str) -> bool:
    """Whether it is a line break, another control character, or turns or hides others."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} and letter not in JOINERS


def validate_line(text: str) -> None:
    """Raise ValidationError for more than one line, or what cannot be seen."""
    if any(is_invisible(letter) for letter in text):
        raise ValidationError(
            _("This must be one line, without line breaks or invisible characters."),
            code="one_line",
        )
