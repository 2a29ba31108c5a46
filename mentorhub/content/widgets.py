"""The box in which editors write Markdown."""

from typing import Any

from django import forms
from django.forms import Script
from django.utils.functional import Promise


class MarkdownInput(forms.Textarea):
    """A text area with a toolbar. Without JavaScript it is the text area alone.

    `picture_url` takes uploads of pictures by POST and answers {"markdown": ...} or {"error": ...}.
    A page of many boxes has them share their tools: it says them once, in a <template> with the id
    markdown-tools, and a box gets its own when its part of the page is opened.
    """

    template_name = "content/markdown_input.html"

    class Media:
        js = [Script("js/markdown-input.js", defer=True)]

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        picture_url: "str | Promise" = "",
        shares_tools: bool = False,
    ) -> None:
        super().__init__({"rows": 24, "spellcheck": "true", **(attrs or {})})
        self.picture_url = picture_url
        self.shares_tools = shares_tools

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **super().get_context(name, value, attrs),
            "picture_url": self.picture_url,
            "shares_tools": self.shares_tools,
        }
