"""The results page, the suggestions under the box, and what was opened."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mentorhub.people import limits

from . import log, results
from .forms import ClickForm, SearchForm
from .models import Entry, EntryQuerySet, QueryLog
from .nearest import nearest_shelves
from .searching import Found, search
from .suggestions import suggest

A_PAGE = 10
SUGGESTED = 5  # times as often may one type a letter as search
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
    if text and _is_too_often(request, "searches", settings.SEARCHES_A_MINUTE):
        return render(request, "search/too_often.html", {"question": text}, status=429)
    if text:
        exact = bool(form.cleaned_data.get("exact"))
        found = search(text, _narrowed(entries, narrowing), correcting=not exact)
        page = Paginator(found.ranked, A_PAGE).get_page(form.cleaned_data.get("page") or 1)
        context |= {
            "found": found,
            "page": page,
            "results": results.shown(found, [one.entry for one in page], page.start_index()),
            "categories": results.categories(found),
            "category": narrowing.get("category", ""),
            "corrected": _corrected(text, found),
            "contact_url": _contact_url(text),
        }
        if not found.ranked:
            spoken = log.language_of(text)
            context["shelves"] = nearest_shelves(text, request.user, spoken)
            context["nearest"] = results.nearest(entries)
        if request.method == "GET" and not form.cleaned_data.get("page"):
            where = form.cleaned_data.get("origin") or QueryLog.Origin.PAGE
            return _noted(request, text, found, context, where)
    return render(request, "search/search.html", context)


@login_not_required
@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the search box for what is typed so far."""
    form = SearchForm(request.GET, user=request.user, languages=[])
    text = form.question()
    if text and _is_too_often(request, "suggestions", SUGGESTED * settings.SEARCHES_A_MINUTE):
        return HttpResponse(status=429)
    found = suggest(text, Entry.objects.visible_to(request.user))
    offer = log.offer_of(text, found, len(found), QueryLog.Origin.SUGGESTIONS)
    return render(request, "search/_suggestions.html", {"entries": found, "click": offer.signed()})


@login_not_required
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Note which result was opened; the scripts of the pages send it on the way there.

    A search that was noted is known by its token; what was only offered while somebody typed is
    noted now.
    """
    form = ClickForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    signed, rank = form.cleaned_data["search"], form.cleaned_data["rank"]
    try:
        token = uuid.UUID(signing.loads(signed, salt=CLICK_SALT, max_age=CLICK_SECONDS))
    except (signing.BadSignature, ValueError):
        offer = log.read_offer(signed)
        if offer is None:
            return HttpResponse(status=422)
        token = log.open_offered(request, offer, rank)
    else:
        log.open_found(token, rank)
    response = HttpResponse(status=204)
    log.remember(response, token)
    return response


def _is_too_often(request: HttpRequest, act: str, most: int) -> bool:
    return limits.is_too_often(act, limits.who(request), most, limits.A_MINUTE)


def _narrowed(entries: EntryQuerySet, narrowing: dict[str, Any]) -> EntryQuerySet:
    if "kind" in narrowing:
        entries = entries.filter(kind=narrowing["kind"])
    if "language" in narrowing:
        entries = entries.filter(language=narrowing["language"])
    if "category" in narrowing:
        entries = entries.filter(category=narrowing["category"])
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


def _noted(
    request: HttpRequest, text: str, found: Found, context: dict[str, Any], where: str
) -> HttpResponse:
    """The page, with the search noted and not the person, and a token to which clicks are added."""
    offer = log.Offer(
        words=log.words_of(text),
        # What merely resembles the words answers nobody: editors shall see that it is missing.
        results=0 if found.reading.is_guess else len(found.ranked),
        entries=[one.entry for one in found.ranked[: log.OFFERED]],
        origin=where,
        language=log.language_of(text, next((one.language for one in context["results"]), "")),
    )
    token = log.note(request, offer)
    context["click"] = signing.dumps(token.hex, salt=CLICK_SALT)
    response = render(request, "search/search.html", context)
    log.remember(response, token)
    return response
