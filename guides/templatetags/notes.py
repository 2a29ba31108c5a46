"""Notes beside the parts of a guide."""

from collections.abc import Mapping

from django import template

from guides.threads import NOTHING, OnPart

register = template.Library()


@register.filter
def at(notes: Mapping[str, OnPart], anchor: str) -> OnPart:
    """What is written under the part of that anchor: {% with on=notes|at:part.anchor %}."""
    return notes.get(anchor, NOTHING)
