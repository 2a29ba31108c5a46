"""What every page of a project has: the guide, its version, its tabs."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from guides.models import Guide, Version
from guides.rendering import Page
from mentorhub.paths.models import slug_now
from mentorhub.people.http import SignedInRequest

TABS = {
    "brief": _("Brief"),
    "deliverables": _("Deliverables"),
    "mentor_guide": _("Mentor Guide"),
    "assessment": _("Assessment"),
    "history": _("History"),
}
# Where readers find a part of each kind; the texts of the whole guide have a tab of their own name.
TAB_OF = {"section": "mentor_guide", "deliverable": "deliverables", "criterion": "assessment"}


@dataclass(frozen=True)
class Tab:
    """One tab, as the row of tabs shows it."""

    name: str
    label: Any
    url: str


def find_guide(request: SignedInRequest, path: str, number: int) -> Guide:
    """The published guide of a project, without its texts, or 404 for who may not read it.

    An address from before the path was renamed leads to it as well.
    """
    visible = Guide.objects.visible_to(request.user).select_related("current", "project__path")
    guides = visible.defer("draft", "current__data").filter(project__number=number)
    found = guides.filter(project__path__slug=path).first()
    return found or get_object_or_404(guides, project__path__slug=slug_now(path))


def version_of(guide: Guide) -> Version:
    """The one that readers have: find_guide() finds no guide without."""
    if guide.current is None:
        raise ValueError("A guide that nobody can read has no page.")
    return guide.current


def context_of(guide: Guide, tab: str, page: Page) -> dict[str, Any]:
    """What every page of a project shows."""
    return {
        "guide": guide,
        "project": guide.project,
        "path": guide.project.path,
        "version": version_of(guide),
        "content": page.content,
        "page": page,
        "tab": tab,
        "tabs": [Tab(name, label, guide.address_of(name)) for name, label in TABS.items()],
        "tab_name": TABS.get(tab),
    }
