"""Tags for pages that show texts."""

import json
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Nothing in the data can end the script element, as in Django's json_script.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def structured_data(context: Context, data: dict[str, Any]) -> SafeString:
    """What a page is about, for search engines, as JSON-LD."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        mark_safe(text.translate(HARMLESS)),  # noqa: S308 (no < is left in it)
    )
