"""Tags for pages that show texts."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

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


@register.tag
def once(parser: Parser, _token: Token) -> "OnceNode":
    """What is the same on every page and for everybody, written out once for each language.

    It sees nothing of the page or its reader (no variable is set in it), so nothing of one
    reader can reach another. Each address, translation and icon that stands in one costs a page
    nothing.
    """
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodes)


class OnceNode(Node):
    """Lives as long as its template: as the process in production, for one page with DEBUG."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.written: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.written:
            bare = Context(autoescape=context.autoescape)
            bare.template = context.template
            self.written[language] = self.nodelist.render(bare)
        return self.written[language]
