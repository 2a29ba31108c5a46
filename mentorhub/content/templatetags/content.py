"""Tags for pages that show texts."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mentorhub.content.sanitize import json_in_script

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_data(context: Context, data: dict[str, Any]) -> SafeString:
    """What a page is about, for search engines, as JSON-LD."""
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        json_in_script({"@context": "https://schema.org", **data}),
    )
