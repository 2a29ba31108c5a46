"""The results page, the suggestions under the box, and what was opened."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import results
from .forms import ClickForm, SearchForm
from .models import Entry, EntryQuerySet, QueryLog
from .searching import Found, search
from .suggestions import suggest

A_PAGE = 10
LONGEST_SUBJECT = 150
CLICK_SALT = "search.click"
CLICK_SECONDS = 60 * 60


@login_not_required
@never_cache
@require_safe
def search_view(request: HttpRequest) -> HttpResponse:
    """One page of what answers a question best. Whatever was typed, it is no error."""
    entries = Entry.objects.visible_to(request.user)
    form = SearchForm(request.GET, user=request.user, languages=entries.languages())
    text, narrowing = form.question(), form.narrowing()
    context: dict[str, Any] = {"form": form, "question": text, "is_narrow": bool(narrowing)}
    if text:
        exact = bool(form.cleaned_data.get("exact"))
        found = search(text, _narrowed(entries, narrowing), correcting=not exact)
        page = Paginator(found.ranked, A_PAGE).get_page(form.cleaned_data.get("page") or 1)
        context |= {
            "found": found,
            "page": page,
            "results": results.shown(found, [one.entry for one in page], page.start_index()),
            "corrected": _corrected(text, found),
            "contact_url": _contact_url(text),
            "nearest": [] if found.ranked else results.nearest(entries),
        }
        if request.method == "GET" and not form.cleaned_data.get("page"):
            context["click"] = _logged(text, found)
    return render(request, "search/search.html", context)


@login_not_required
@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the search box for what is typed so far."""
    form = SearchForm(request.GET, user=request.user, languages=[])
    found = suggest(form.question(), Entry.objects.visible_to(request.user))
    return render(request, "search/_suggestions.html", {"entries": found})


@login_not_required
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Note which result was opened; static/js/results.js sends it on the way there."""
    form = ClickForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        pk = signing.loads(form.cleaned_data["search"], salt=CLICK_SALT, max_age=CLICK_SECONDS)
    except signing.BadSignature:
        return HttpResponse(status=422)
    QueryLog.objects.filter(pk=pk).update(clicked=form.cleaned_data["rank"])
    return HttpResponse(status=204)


def _narrowed(entries: EntryQuerySet, narrowing: dict[str, Any]) -> EntryQuerySet:
    if "kind" in narrowing:
        entries = entries.filter(kind=narrowing["kind"])
    if "language" in narrowing:
        entries = entries.filter(language=narrowing["language"])
    if "path" in narrowing:
        entries = entries.on_path(narrowing["path"].pk)
    return entries


def _corrected(text: str, found: Found) -> str:
    """The question as it was understood; empty when nothing was corrected."""
    if not found.reading.corrections:
        return ""
    return found.reading.spelled(text)


def _contact_url(text: str) -> str:
    """The contact form with the question in its subject, as far as it fits."""
    subject = " ".join(text.split())[:LONGEST_SUBJECT]
    return f"{reverse('contact:new_request')}?{urlencode({'subject': subject})}"


def _logged(text: str, found: Found) -> str:
    """Note the search, not the person; a token by which a click is added to it."""
    log = QueryLog.objects.create(
        query=" ".join(text.split())[:200],
        language=get_language() or "",
        results=len(found.ranked),
    )
    return signing.dumps(log.pk, salt=CLICK_SALT)
