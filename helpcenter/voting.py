"""Was this helpful? One vote a reader, changed as often as they like, and nobody named."""

import uuid

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from mentorhub.cache import counted
from mentorhub.people.models import User

from .models import Article, Vote

COOKIE = "__Host-reader" if settings.SECURE else "reader"
SALT = "helpcenter.reader"
A_YEAR = 365 * 24 * 60 * 60
AN_HOUR = 60 * 60
# What one voter, or all strangers behind one address of the network, may say in an hour: a whole
# school may be behind one, and a vote with a reason is sent twice.
MOST, MOST_ON_AN_ARTICLE = 120, 30


def reader_of(request: HttpRequest) -> str:
    """What a reader's votes are kept under, not telling who it is; empty for who never voted."""
    if isinstance(request.user, User):
        return reader_called(request.user)
    try:
        return str(request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=A_YEAR))
    except signing.BadSignature:
        return ""


def reader_called(person: User) -> str:
    """The same for somebody with an account."""
    return salted_hmac(SALT, str(person.pk)).hexdigest()


def new_reader() -> str:
    """For somebody without an account who votes for the first time."""
    return uuid.uuid4().hex


def remember(response: HttpResponse, reader: str) -> None:
    """Know this browser again the next time."""
    response.set_signed_cookie(
        COOKIE,
        reader,
        salt=SALT,
        max_age=A_YEAR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


@transaction.atomic
def vote(
    article: Article,
    reader: str,
    helpful: bool,
    reason: str = "",
    words: str = "",
    searched: str = "",
) -> Vote:
    """Count the reader's vote once. A later one replaces it; a reason given is not lost by that.

    `searched` is what led to the article, the first time.
    """
    vote, made = Vote.objects.get_or_create(
        article=article,
        reader=reader,
        defaults={"helpful": helpful, "reason": reason, "words": words, "searched": searched},
    )
    if not made:
        vote.helpful = helpful
        vote.reason = (reason or vote.reason) if not helpful else ""
        vote.words = words or vote.words
        vote.save(update_fields=["helpful", "reason", "words"])
    return vote


def is_too_often(request: HttpRequest, article: Article) -> bool:
    """Whether this vote is one too many in an hour; it counts as one more."""
    if isinstance(request.user, User):
        voter = reader_of(request)
    else:
        voter = salted_hmac(SALT, get_ip(request)).hexdigest()
    here = counted(f"votes:{voter}:{article.pk}", AN_HOUR) > MOST_ON_AN_ARTICLE
    return counted(f"votes:{voter}", AN_HOUR) > MOST or here
