"""Noting what was looked for and what came of it, without the person.

A row holds the words, how many results, which were opened, and whether a request followed: no
account, no IP address. What ties a search to the answer opened and to the request sent half an
hour later is the random token of the row, in a signed cookie that says nothing else, dies after
that half hour or when a request is sent, and leads nowhere once the row is erased. A cookie
rather than a token in the addresses: a link that is passed on would carry a stranger's search
along. A request keeps its own copy of the words that led to it, which the form shows its sender;
no row points at a request or a person.
"""

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from mentorhub.relay.due import ago

from . import tokens
from .models import QueryLog
from .stop_words import STOP_WORDS

COOKIE = "__Host-search" if settings.SECURE else "search"
SALT = "search.log"
HALF_AN_HOUR = 30 * 60
AN_HOUR = 60 * 60
LONGEST = 200  # characters of a question that are kept
OFFERED = 10  # results of a search that are kept
KEPT = datetime.timedelta(days=396)  # thirteen months: a year, and the month to compare it with

PERSONAL = re.compile(r"\S+@\S+|\+?\d[\d .-]{6,}\d")  # an email address; a phone or account number


@dataclass(frozen=True)
class Offer:
    """A question as it was answered: how many results, the first of them, and where."""

    words: str
    results: int
    entries: Sequence[int] = ()
    origin: str = QueryLog.Origin.PAGE
    language: str = ""

    def signed(self) -> str:
        """What a page carries until something is opened or sent; nothing is noted before."""
        whole = [self.words, self.results, list(self.entries), self.origin, self.language]
        return signing.dumps(whole, salt=SALT)


@dataclass(frozen=True)
class Before:
    """What was looked for before a request."""

    words: str
    offered: Sequence[int]
    opened: Sequence[int]
    token: uuid.UUID | None = None  # of the row, where there is one
    offer: Offer | None = None  # under the subject, not noted yet


def offer_of(text: str, found: Sequence[Any], results: int, origin: str) -> Offer:
    """The offer of some entries for a question."""
    words = words_of(text)
    first = found[0].language if found else ""
    ids = [entry.pk for entry in found[:OFFERED]]
    return Offer(words, results, ids, origin, language_of(words, first))


def words_of(text: str) -> str:
    """The question as it is kept: on one line, without email addresses and long numbers."""
    words = " ".join(text.replace("\0", " ").split())
    if len(words) > 5 * LONGEST:  # PERSONAL would take seconds over 60,000 letters without a blank
        words = words[: 5 * LONGEST].rpartition(" ")[0] or words[:LONGEST].partition("@")[0]
    return PERSONAL.sub("…", words)[:LONGEST]


def language_of(text: str, otherwise: str = "") -> str:
    """The language whose small words stand in a question; else that of what was found, or the page's."""
    words = tokens.words(text)
    counts = {one: sum(word in common for word in words) for one, common in STOP_WORDS.items()}
    most = max(counts.values())
    ahead = [language for language, count in counts.items() if count == most]
    return ahead[0] if len(ahead) == 1 else otherwise or get_language() or ""


def note(request: HttpRequest, offer: Offer) -> uuid.UUID:
    """Note a search; the same words again within the half hour, however often, are the same one."""
    token = last(request)
    if token and QueryLog.objects.filter(token=token, query__iexact=offer.words).exists():
        return token
    return _keep(offer).token


def read_offer(signed: str) -> Offer | None:
    """The offer that a page carried; None when it is not ours, or too old."""
    try:
        return Offer(*signing.loads(signed, salt=SALT, max_age=AN_HOUR * 12))
    except (signing.BadSignature, TypeError):
        return None


def open_offered(request: HttpRequest, offer: Offer, rank: int) -> uuid.UUID:
    """Note what was opened of an offer that was not noted before.

    One writing of the contact form is one search, however its subject changes: else the answers
    opened on the way would count as deflected although a request follows.
    """
    token = last(request)
    if token is None or not _goes_on(token, offer):
        token = note(request, offer)
    open_found(token, rank)
    return token


def _goes_on(token: uuid.UUID, offer: Offer) -> bool:
    """Whether the last search came from the form that is still written; its row follows the words."""
    if offer.origin != QueryLog.Origin.FORM:
        return False
    same_form = QueryLog.objects.filter(token=token, origin=QueryLog.Origin.FORM)
    return bool(
        same_form.update(
            query=offer.words,
            language=offer.language,
            results=offer.results,
            offered=list(offer.entries),
        )
    )


@transaction.atomic
def open_found(token: uuid.UUID, rank: int) -> None:
    """Note which result of a search was opened, the first being 1."""
    row = QueryLog.objects.select_for_update().filter(token=token).first()
    if row is None:
        return
    row.clicked = rank
    if rank <= len(row.offered) and row.offered[rank - 1] not in row.opened:
        row.opened.append(row.offered[rank - 1])
    row.save(update_fields=["clicked", "opened"])


def before(request: HttpRequest, signed: str = "") -> Before | None:
    """What the sender of a request had looked for: by the cookie, and by the form they filled in.

    What was typed into the form counts besides only when another search than that led to it.
    """
    offer = read_offer(signed) if signed else None
    token = last(request)
    row = QueryLog.objects.filter(token=token).first() if token else None
    if row is None:
        return Before(offer.words, offer.entries, [], None, offer) if offer else None
    is_other = offer is not None and row.query.casefold() != offer.words.casefold()
    besides = offer if is_other and row.origin != QueryLog.Origin.FORM else None
    return Before(row.query, row.offered, row.opened, row.token, besides)


def led_to_a_request(found: Before) -> None:
    """Note that a request followed, in its transaction."""
    if found.token:
        QueryLog.objects.filter(token=found.token).update(requested=True)
    if found.offer:
        _keep(found.offer, requested=True)


def last(request: HttpRequest) -> uuid.UUID | None:
    """The token of the search that this browser made within the last half hour."""
    try:
        value = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=HALF_AN_HOUR)
        return uuid.UUID(str(value)) if value else None
    except (signing.BadSignature, ValueError):
        return None


def remember(response: HttpResponse, token: uuid.UUID) -> None:
    """Know for half an hour which search came last."""
    response.set_signed_cookie(
        COOKIE,
        token.hex,
        salt=SALT,
        max_age=HALF_AN_HOUR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """The search has led to a request; the next request has nothing to do with it."""
    response.delete_cookie(COOKIE, samesite="Lax")


def erase_old() -> int:
    """Erase what is older than thirteen months; how many searches that were."""
    return QueryLog.objects.filter(searched_at__lt=ago(KEPT)).delete()[0]


def _keep(offer: Offer, *, requested: bool = False) -> QueryLog:
    return QueryLog.objects.create(
        query=offer.words,
        language=offer.language or get_language() or "",
        origin=offer.origin,
        results=offer.results,
        offered=list(offer.entries),
        requested=requested,
    )
