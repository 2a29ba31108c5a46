"""Ready answers for one request: which fit, in which order, and how often each was used."""

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Now

from mentorhub.people.models import User
from mentorhub.search import log
from mentorhub.search.tokens import fold

from .models import ReadyAnswer, Request

MOST_OFFERED = 30
MOST_LOOKED_THROUGH = 1_000


def fitting(mentor_request: Request, user: User) -> QuerySet[ReadyAnswer]:
    """Those that this person may put into an answer to this request: those in a language that
    the mentor does not write last, else those used most first. Two statements."""
    ours = ReadyAnswer.objects.visible_to(user).fit_for(mentor_request.path)
    theirs = Case(
        When(language__in=["", _language(mentor_request)], then=Value(True)), default=Value(False)
    )
    return ours.order_by(theirs.desc(), "-used", "title", "pk")


def found(mentor_request: Request, user: User, words: str) -> list[ReadyAnswer]:
    """Those that hold all these words or parts of words; without words, all that fit."""
    sought = fold(words).split()
    some = fitting(mentor_request, user)[:MOST_LOOKED_THROUGH]
    holding = [
        one for one in some if all(word in fold(f"{one.title} {one.body}") for word in sought)
    ]
    return holding[:MOST_OFFERED]


def was_used(ready: ReadyAnswer) -> None:
    """Count that it was put into an answer."""
    ReadyAnswer.objects.filter(pk=ready.pk).update(used=F("used") + 1, last_used_at=Now())


def _language(mentor_request: Request) -> str:
    """The language that the mentor writes, by the small words of their first message."""
    first = mentor_request.messages.values_list("body", flat=True).first()
    return log.language_of(f"{mentor_request.subject} {first or ''}")
