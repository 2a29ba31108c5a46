"""What the demo's mentors searched in the last ten weeks: most found it, some questions have no answer."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils import timezone

from mentorhub.search.models import QueryLog

WEEKS = 10
OPENED: dict[str, Any] = {"results": 12, "clicked": 1}
UNOPENED: dict[str, Any] = {"results": 9}
NOTHING: dict[str, Any] = {"results": 0}
ASKED_US: dict[str, Any] = {"results": 4, "requested": True, "origin": QueryLog.Origin.FORM}
ASKED_AFTER_NOTHING: dict[str, Any] = {"results": 0, "requested": True}


@dataclass(frozen=True)
class Question:
    """Wordings of one question, how often they were searched each week, and what came of it.

    Of every `turns` searches one ends like the last of `ends`, the others like the first.
    """

    wordings: Sequence[str]
    a_week: Sequence[int]
    ends: Sequence[dict[str, Any]] = (OPENED,)
    turns: int = 4
    language: str = "en"


GROWING = [0, 1, 1, 1, 2, 2, 3, 3, 4, 5]
STEADY = [3, 4, 3, 5, 4, 4, 5, 3, 4, 5]
OFTEN = [6, 7, 6, 8, 9, 8, 9, 10, 9, 11]
SHRINKING = [4, 4, 3, 3, 2, 2, 1, 1, 0, 1]
RARE = [0, 1, 0, 1, 1, 0, 1, 0, 1, 1]

QUESTIONS = [
    Question(["student did not come", "no-show", "my student does not come to the session"], OFTEN),
    Question(["when am I paid", "payment date", "payday"], STEADY),
    Question(["move a session", "reschedule session"], OFTEN),
    Question(["video room does not work", "no sound in the room"], STEADY),
    Question(["student does not answer", "student silent"], STEADY, (OPENED, ASKED_US)),
    Question(["séance reporter", "déplacer une séance"], STEADY, language="fr"),
    Question(["facture paiement", "quand suis-je payé"], RARE, language="fr"),
    Question(["invoice session missing"], STEADY, (OPENED, ASKED_US), 3),
    # Without a good answer.
    Question(
        ["parental leave", "paternity leave", "maternity leave for mentors", "parental leave mentor"],
        GROWING,
        (NOTHING, ASKED_AFTER_NOTHING),
        3,
    ),
    Question(
        ["internship agreement", "who signs the internship agreement", "internship agreement signature"],
        STEADY,
        (UNOPENED, ASKED_US),
        2,
    ),
    Question(["mentor certificate", "certificate of employment", "certificat mentor"], SHRINKING, (UNOPENED, ASKED_US), 3),
    Question(["co-mentoring", "comentoring"], RARE, (NOTHING,)),
    Question(["webcam background", "virtual background webcam"], RARE, (NOTHING,)),
    Question(["attestation employeur", "attestation de l'employeur"], GROWING, (NOTHING, ASKED_AFTER_NOTHING), 4, "fr"),
]  # fmt: skip


def make_searches() -> None:
    """The same rows every time, counted back from now."""
    QueryLog.objects.bulk_create(_rows())


def _rows() -> Iterator[QueryLog]:
    now, number = timezone.localtime(), count()
    monday = (now - datetime.timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0)
    for question in QUESTIONS:
        for week, times in enumerate(question.a_week):
            for _time in range(times):
                n = next(number)
                words = question.wordings  # the first twice as often
                back = datetime.timedelta(weeks=WEEKS - 1 - week)
                hours = datetime.timedelta(
                    days=n * 3 % 5, hours=8 + n * 7 % 11, minutes=n * 13 % 60
                )
                if (at := monday - back + hours) < now:
                    yield QueryLog(
                        query=words[n % (len(words) + 1) % len(words)],
                        language=question.language,
                        searched_at=at,
                        **question.ends[-1 if n % question.turns == 0 else 0],
                    )
