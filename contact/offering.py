"""Answers offered while the request is typed: those of its topic, and under its subject."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from helpcenter.models import Article
from mentorhub.people.models import User
from mentorhub.search import log
from mentorhub.search.models import Entry, EntryQuerySet, QueryLog
from mentorhub.search.searching import search
from mentorhub.search.suggestions import suggest

from .models import Topic

LONGEST_SUBJECT = 150
SHORTEST_SUBJECT = 3  # letters from which on answers are offered
BEGINNING = 200  # characters of the message that count for them
OFFERED = 4
LONGEST_OFFER = 2_048


class OfferedField(forms.CharField):
    """What was offered under the subject, as the page carried it. What is not ours counts as nothing."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and len(value) <= LONGEST_OFFER else ""


class AnswersForm(forms.Form):
    """What is typed so far: the subject, and how the message begins."""

    subject = forms.CharField(required=False)
    body = forms.CharField(required=False)

    def words(self) -> str:
        """The subject; empty below three letters, or when it cannot be read."""
        if not self.is_valid() or len(self.cleaned_data["subject"]) < SHORTEST_SUBJECT:
            return ""
        return str(self.cleaned_data["subject"])[:LONGEST_SUBJECT]

    def question(self) -> str:
        """What to look answers up for: the subject, helped by how the message begins."""
        return f"{self.words()} {self.cleaned_data['body'][:BEGINNING]}".strip()


def answers_to(form: AnswersForm, user: User | AnonymousUser) -> tuple[list[Entry], str]:
    """What this person may read of the answers, and what the page carries until one is opened or
    the request is sent; nothing is noted before."""
    words = form.words()
    if not words:
        return [], ""
    found = _answers(form.question(), Entry.objects.visible_to(user))
    return found, log.offer_of(words, found, len(found), QueryLog.Origin.FORM).signed()


def articles_of(topics: Iterable[Topic], user: User | AnonymousUser) -> dict[int, list[Article]]:
    """The articles that editors tied to each topic, as far as this person may read them: one query."""
    tied = Topic.articles.through.objects.filter(
        topic__in=topics, article__in=Article.objects.visible_to(user)
    )
    found = defaultdict[int, list[Article]](list)
    rows = tied.select_related("article__category").defer("article__body")
    for row in rows.order_by("-article__pinned", "article__title", "article"):
        found[row.topic_id].append(row.article)
    return found


def _answers(question: str, entries: EntryQuerySet) -> list[Entry]:
    """Those of the whole question; while its last word is one that nobody wrote, of what it begins."""
    whole = search(question, entries, results=OFFERED)
    if set(whole.reading.unknown) & set(whole.query.loose[-1:]):
        return suggest(question, entries)[:OFFERED]
    found = Entry.objects.in_bulk([one.entry for one in whole.ranked])
    return [found[one.entry] for one in whole.ranked if one.entry in found]
