"""From templates to the subject, text and HTML of an email."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from mentorhub.people.lines import is_invisible

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


@dataclass(frozen=True)
class Rendered:
    """An email's three texts."""

    subject: str
    text: str
    html: str


def render(kind: str, context: Mapping[str, Any]) -> Rendered:
    """Render email/<kind>.subject.txt, .txt and .html; the subject becomes one line."""
    known = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, **context}
    subject = render_to_string(f"email/{kind}.subject.txt", known)
    return Rendered(
        subject=one_line(subject),
        text=render_to_string(f"email/{kind}.txt", known).strip() + "\n",
        html=_inliner.inline(render_to_string(f"email/{kind}.html", known)),
    )


def from_text(subject: str, text: str) -> Rendered:
    """An email whose text another library wrote; the HTML part shows the same words."""
    context = {"text": text.strip(), "subject": one_line(subject), "site_url": settings.SITE_URL}
    html = render_to_string("email/from_text.html", context)
    return Rendered(one_line(subject), text.strip() + "\n", _inliner.inline(html))


def one_line(text: str) -> str:
    """The text without line breaks or other control characters, at most 300 characters."""
    printable = "".join(" " if is_invisible(letter) else letter for letter in text)
    return " ".join(printable.split())[:300]
