"""A mentor who asks again what they wait for already is shown that request before they send a second."""

import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from mentorhub.content.fields import LineField
from mentorhub.paths.models import Project
from mentorhub.people.models import User
from mentorhub.search import log, tokens
from mentorhub.search.models import Term
from mentorhub.search.stop_words import EVERY_STOP_WORD

from .fields import FilesOf, MessageField
from .models import Request, Topic
from .offering import LONGEST_SUBJECT, SHORTEST_SUBJECT

LATEST = 15  # of somebody's unfinished requests: few have three
MOST_SHOWN = 2
ALIKE = 0.5  # from which likeness on a request is shown
SAME_TOPIC, SAME_PROJECT = 0.1, 0.15  # what these add to the likeness of the words
LONGEST_LIST = 200  # characters of the ids that a page carries


@dataclass(frozen=True)
class Asked:
    """What is typed so far, as far as it tells what the request is about."""

    subject: str
    topic: Topic | None = None
    project: Project | None = None
    part: str = ""  # of a guide, by its anchor
    token: uuid.UUID | None = None


class TypedForm(forms.Form):
    """The same, as a script sends it while one types. Nothing that cannot be read stops it."""

    subject = forms.CharField(required=False)
    topic = forms.ModelChoiceField(queryset=Topic.objects.all(), required=False)
    project = forms.ModelChoiceField(queryset=Project.objects.all(), required=False)
    part = forms.CharField(required=False)

    def asked(self) -> Asked:
        """What could be read of it."""
        self.is_valid()
        cleaned = self.cleaned_data
        return Asked(
            subject=cleaned.get("subject", ""),
            topic=cleaned.get("topic"),
            project=cleaned.get("project"),
            part=cleaned.get("part", ""),
        )


class ShownField(forms.CharField):
    """The requests that were shown, by their numbers, so that nobody is stopped twice."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> set[int]:
        given = value if isinstance(value, str) and len(value) <= LONGEST_LIST else ""
        return {int(one) for one in given.split(",") if one.isascii() and one.isdigit()}


class AddForm(forms.Form):
    """The form of a new request, read as a reply to one that there is."""

    token = forms.UUIDField()
    subject = LineField(max_length=LONGEST_SUBJECT, required=False)
    body = MessageField(required=False)
    files = FilesOf()  # type: ignore[assignment]  # Django takes it out of the class

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["subject"] or cleaned["body"]):
            raise forms.ValidationError(_("Write your message here."))
        return cleaned

    def reply_to(self, mentor_request: Request) -> dict[str, Any]:
        """What to reply: the message, under the subject where that says something of its own."""
        subject, body = self.cleaned_data["subject"], self.cleaned_data["body"]
        if body and tokens.words(subject) == tokens.words(mentor_request.subject):
            subject = ""
        return {
            "token": self.cleaned_data["token"],
            "body": "\n\n".join(filter(None, [subject, body])),
            "files": self.cleaned_data["files"],
        }


def resembling(user: User, asked: Asked) -> list[Request]:
    """This person's own unfinished requests that ask much the same, the likest first. Two queries."""
    if len(asked.subject) < SHORTEST_SUBJECT:
        return []
    mine = Request.objects.sent_by(user).unfinished()
    if asked.token:  # the request that this very form made is no other
        mine = mine.exclude(form_token=asked.token)
    if asked.part:
        mine = mine.filter(Q(part=None) | Q(part__anchor=asked.part))
    letters = TrigramSimilarity("subject", asked.subject[:LONGEST_SUBJECT])
    told = ["subject", "topic", "project", "status", "created_at"]
    latest: list[Any] = list(mine.annotate(letters=letters).only(*told).order_by("-pk")[:LATEST])
    stems = _stems([asked.subject, *(one.subject for one in latest)]) if latest else []
    rarity = _rarity(set().union(*stems)) if latest else {}
    likeness = {
        one: max(one.letters, _shared(stems[0], said, rarity)) + _same_place(one, asked)
        for one, said in zip(latest, stems[1:], strict=True)
        if not _contradict(stems[0], said)
    }
    found = sorted(
        (one for one in likeness if likeness[one] >= ALIKE), key=lambda one: -likeness[one]
    )
    return found[:MOST_SHOWN]


def _stems(subjects: Sequence[str]) -> list[set[str]]:
    """The telling words of each, in the language of the first."""
    language = log.language_of(subjects[0])
    return [
        {tokens.stem(word, language) for word in tokens.words(one) if word not in EVERY_STOP_WORD}
        for one in subjects
    ]


def _rarity(stems: Iterable[str]) -> dict[str, float]:
    """How much each tells: 1 where it occurs in nothing published, less the more it does."""
    known = Term.objects.filter(stem__in=stems).values("stem").annotate(most=Max("entries"))
    entries = dict(known.values_list("stem", "most"))
    return {stem: 1 / (1 + math.log1p(entries.get(stem, 0))) for stem in stems}


def _contradict(one: set[str], other: set[str]) -> bool:
    """Whether both name numbers, and none in common: project 3 is not project 4."""
    numbers = [{stem for stem in said if stem.isdigit()} for said in (one, other)]
    return all(numbers) and not numbers[0] & numbers[1]


def _shared(one: set[str], other: set[str], rarity: dict[str, float]) -> float:
    """The share of what both say that they have in common, rare words counting most."""
    both = sum(rarity[stem] for stem in one | other)
    return sum(rarity[stem] for stem in one & other) / both if both else 0.0


def _same_place(mentor_request: Request, asked: Asked) -> float:
    same_project = asked.project and mentor_request.project_id == asked.project.pk
    same_topic = asked.topic and mentor_request.topic_id == asked.topic.pk
    return (SAME_PROJECT if same_project else 0.0) + (SAME_TOPIC if same_topic else 0.0)
