"""The page of a project: a tab is an address of its own, and all say what one version says."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, Func, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guides import published, reading, threads
from guides.changes import Change
from guides.models import Guide, Part, Version
from guides.published import Published
from guides.reading_forms import HistoryForm
from guides.rendering import Page
from mentorhub.content import markdown
from mentorhub.people.http import SignedInRequest

from .page import TAB_OF, context_of, find_guide, version_of

A_PAGE = 20
WITH_NOTES = {"mentor_guide", "assessment"}
LATEST = 5  # versions named on the print


@require_safe
def brief(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """What the student is asked to do."""
    guide = find_guide(request, path, number)
    context = _for_reader(request, guide, "brief")
    context["rendered"] = rendered = markdown.render(context["content"].brief)
    context["headings"] = [it for it in rendered.headings if it.level < 4]
    return render(request, "guides/brief.html", context)


@require_safe
def deliverables(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """What the student hands in."""
    return _tab(request, path, number, "deliverables")


@require_safe
def mentor_guide(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """How the mentor leads the student there, and what will be checked."""
    return _tab(request, path, number, "mentor_guide")


@require_safe
def assessment(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """How the deliverables are assessed, criterion by criterion."""
    return _tab(request, path, number, "assessment")


@require_safe
def history(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """When it changed, why, and in what; and what changed since one read it."""
    guide = find_guide(request, path, number)
    context = _for_reader(request, guide, "history")
    versions = guide.versions.select_related("published_by").defer("data")
    pages: Paginator[Version] = Paginator(versions, A_PAGE)
    page = pages.get_page(HistoryForm(request.GET).page_number)  # past the end: the last one
    context["versions"] = page
    context["steps"] = _steps(guide, list(page))
    return render(request, "guides/history.html", context)


@require_safe
def print_view(request: SignedInRequest, path: str, number: int) -> HttpResponse:
    """All tabs on one page, to be printed or kept as PDF: as it is, without what changed."""
    guide = find_guide(request, path, number)
    context = context_of(guide, "print", Page(published.of(version_of(guide)), _language()))
    context |= _parts(context)
    context["latest"] = guide.versions.defer("data")[:LATEST]
    return render(request, "guides/print.html", context)


@require_safe
def at(request: SignedInRequest, path: str, number: int, anchor: str) -> HttpResponse:
    """Lead to a part, wherever it stands now; when it is gone, to where it stood, and say so."""
    guide = find_guide(request, path, number)
    part = Part.objects.filter(guide=guide, anchor=anchor).first()
    if part is None:
        messages.warning(request, _("This guide has no part “%s”. Here is its beginning.") % anchor)
        return redirect(guide.address_of("mentor_guide"))
    if not part.is_current:
        said = _("“%s” is not in the guide any more; this is where it stood.")
        messages.warning(request, said % part.title)
        part = _nearest(part)
    return redirect(f"{guide.address_of(TAB_OF[part.kind])}#{part.anchor}")


def _tab(request: SignedInRequest, path: str, number: int, tab: str) -> HttpResponse:
    guide = find_guide(request, path, number)
    context = _for_reader(request, guide, tab)
    context |= _parts(context)
    return render(request, f"guides/{tab}.html", context)


def _for_reader(request: SignedInRequest, guide: Guide, tab: str) -> dict[str, Any]:
    since = reading.since(guide, request.user)
    page = Page(published.of(version_of(guide)), _language(), since.changes)
    return context_of(guide, tab, page) | {
        "since": since,
        "same_page": reading.same_page(guide),
        "threads": threads.of_guide(guide, request.user) if tab in WITH_NOTES else None,
        "changed_texts": {it.anchor: it for it in since.changes if not it.part_kind},
    }


def _parts(context: dict[str, Any]) -> dict[str, Any]:
    page, content = context["page"], context["content"]
    # Below the heading "How to assess"; on one page with the parts, so without ids.
    how = markdown.render(content.assessment, under=2, ids=False) if content.assessment else None
    words = markdown.render(content.brief, under=2, ids=False) if content.brief else None
    return {
        "sections": page.sections,
        "deliverables": page.deliverables,
        "how_to_assess": how,
        "brief": words,
    }


def _nearest(gone: Part) -> Part:
    """The part that now stands where this one stood: of its kind, if the guide has any."""
    other_kind = Case(When(kind=gone.kind, then=0), default=1, output_field=IntegerField())
    distance = Func(F("place") - Value(gone.place), function="ABS", output_field=IntegerField())
    found = Part.objects.filter(guide=gone.guide_id, is_current=True)
    return found.order_by(other_kind, distance, "place")[0]  # published: it has a section


def _steps(guide: Guide, versions: list[Version]) -> list[tuple[Version, Sequence[Change]]]:
    """The versions of a page, each with the parts that it changed."""
    numbers = [it.number for it in versions] + [it.number - 1 for it in versions[-1:]]
    found = guide.versions.filter(number__in=numbers).defer("data")
    said = {it.number: it for it in published.of_all(found).values()}
    return [
        (version, _step(said.get(version.number - 1), said[version.number])) for version in versions
    ]


def _step(before: Published | None, after: Published) -> Sequence[Change]:
    return published.changes_between(before, after, _language()) if before else []


def _language() -> str:
    return get_language() or ""
