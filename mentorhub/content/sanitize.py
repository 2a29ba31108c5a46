"""What people wrote, made harmless for a page: the one allow-list for HTML, and JSON."""

import json
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel", "title"},
    "div": {"aria-label", "role", "tabindex"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"alt", "decoding", "height", "loading", "src", "title", "width"},
    "ol": {"start"},
}
CLASSES = {
    "div": {"callout", "note", "ok", "table-wrap", "warn"},
    "p": {"callout-name"},
    "td": {"end", "middle"},
    "th": {"end", "middle"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean(html: str) -> SafeString:
    """What of the HTML may stand in a page of ours: no script, no style, no form, no frame."""
    return mark_safe(  # noqa: S308 (nh3 let nothing through but the lists above)
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes=SCHEMES,
            link_rel=None,
        )
    )


def json_in_script(data: dict[str, Any]) -> SafeString:
    """Data as JSON that cannot end the script element it stands in, as in Django's json_script."""
    text = json.dumps(data, ensure_ascii=False)
    harmless = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    return mark_safe(text.translate(harmless))  # noqa: S308 (no < is left in it)
