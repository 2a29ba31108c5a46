"""How urgent a request is to the desk, and the free words it is sorted by. Mentors see neither."""

import re

from django.db import models
from django.utils.translation import pgettext_lazy

MOST_TAGS = 10
LONGEST_TAG = 40
BETWEEN_TAGS = re.compile(r"[,;\n]+")
NOT_IN_A_TAG = re.compile(r"[^\w-]+")


class Priority(models.IntegerChoices):
    """The higher the figure, the earlier in the queue."""

    LOW = 1, pgettext_lazy("priority", "low")
    NORMAL = 2, pgettext_lazy("priority", "normal")
    HIGH = 3, pgettext_lazy("priority", "high")
    URGENT = 4, pgettext_lazy("priority", "urgent")


TONE = {Priority.LOW: "", Priority.NORMAL: "", Priority.HIGH: "warn", Priority.URGENT: "bad"}


def priority_in(word: str) -> Priority | None:
    """The priority of this name, in English or as the reader calls it."""
    names = {name: one for one in Priority for name in (one.name.lower(), str(one.label).lower())}
    return names.get(word.lower())


def tag_in(word: str) -> str:
    """A tag as it is kept: lower case, hyphens for blanks, nothing but letters and figures."""
    return NOT_IN_A_TAG.sub("-", word.strip().lower()).strip("-")[:LONGEST_TAG]


def tags_in(text: str) -> list[str]:
    """The tags written one after the other with commas; each once, in the alphabet's order."""
    return sorted({tag for word in BETWEEN_TAGS.split(text) if (tag := tag_in(word))})
