"""Notes beside the parts of a guide."""

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from guides.models import Guide
from guides.threads import NOTHING, OnPart

register = template.Library()


@register.simple_tag
def notes_on(guide: Guide, anchor: str, threads: Mapping[str, OnPart]) -> SafeString:
    """The notes under the part of that anchor, folded; `threads` as threads.of_guide() gives them.

    A guide has a hundred parts and hundreds of notes, and both are values: what they look like is
    kept for as long as they stay the same.
    """
    project = guide.project
    url = reverse("guides:part_notes", args=[project.path.slug, project.number, anchor])
    zone = timezone.get_current_timezone_name()
    return _shown(threads.get(anchor, NOTHING), url, zone, translation.get_language())


@lru_cache(maxsize=2048)
def _shown(on: OnPart, url: str, zone: str, language: str) -> SafeString:
    return render_to_string("guides/_notes.html", {"on": on, "notes_url": url})
