"""What the queue is narrowed to, beside a view and words: what a desk sorts its work by.

A filter only ever takes rows away from those that the person may see, so whatever it names,
it shows and tells no more than that.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from contact.models import Topic
from contact.models.request import RequestQuerySet
from contact.priorities import LONGEST_TAG, Priority, priority_in, tag_in
from contact.states import Status
from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import Role, Team, User
from mentorhub.relay.due import ago

ME, NOBODY = "me", "nobody"
NAMES = ["tag", "priority", "path", "topic", "status", "assignee", "older"]
AGES = [1, 3, 7, 14, 30]
HIGHEST_ID = 10**15

Option = tuple[int, str]


class FilterFields(forms.Form):
    """The filters of the queue. What is not understood is left out."""

    tag = forms.CharField(max_length=LONGEST_TAG, required=False)
    priority = forms.TypedChoiceField(choices=Priority, coerce=int, required=False)
    path = forms.IntegerField(min_value=1, max_value=HIGHEST_ID, required=False)
    topic = forms.IntegerField(min_value=1, max_value=HIGHEST_ID, required=False)
    status = forms.ChoiceField(choices=Status, required=False)
    assignee = forms.RegexField(rf"^({ME}|{NOBODY}|[1-9][0-9]{{0,14}})$", required=False)
    older = forms.IntegerField(min_value=1, max_value=3650, required=False)

    @property
    def filters(self) -> dict[str, Any]:
        """Those that were chosen, by name."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in NAMES}
        chosen["tag"] = tag_in(str(chosen["tag"] or ""))
        return {name: value for name, value in chosen.items() if value}


def narrow(requests: RequestQuerySet, chosen: dict[str, Any], user: User) -> RequestQuerySet:
    """Those that every chosen filter lets through."""
    return requests.filter(*(_condition(name, value, user) for name, value in chosen.items()))


def _condition(name: str, value: Any, user: User) -> Q:
    match name:
        case "tag":
            return Q(tags__contains=[value])
        case "assignee":
            return _in_hands_of(value, user)
        case "older":
            return Q(created_at__lt=ago(datetime.timedelta(days=value)))
    return Q(**{name: value})  # one of NAMES, as the form gives them


def _in_hands_of(who: str, user: User) -> Q:
    if who == NOBODY:
        return Q(assignee=None)
    return Q(assignee=user.pk if who == ME else int(who))


def by_word(word: str) -> Q | None:
    """What `tag:invoices` or `priority:high` in the search box asks for; None for other words."""
    name, colon, value = word.partition(":")
    if not (colon and value):
        return None
    if name.lower() == "tag":
        return Q(tags__contains=[tag_in(value)])
    if name.lower() == "priority":
        priority = priority_in(value)
        return Q(priority=priority) if priority else Q(pk=None)
    return None


@dataclass(frozen=True)
class Select:
    """One list to choose a filter from."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str


def selects(user: User, chosen: dict[str, Any]) -> list[Select]:
    """The lists of the filter form, of what this person works with: one query."""
    paths, topics, people = _to_choose_from(user)
    options: list[tuple[str, str, Sequence[tuple[Any, Any]]]] = [
        ("priority", _("Priority"), [(p.value, p.label) for p in reversed(Priority)]),
        ("status", _("Status"), Status.choices),
        ("assignee", _("Assigned to"), [(ME, _("Me")), (NOBODY, _("Nobody yet")), *people]),
        ("path", _("Path"), paths),
        ("topic", _("Topic"), topics),
        ("older", _("Sent more than"), [(days, _days(days)) for days in AGES]),
    ]
    return [
        Select(
            name,
            label,
            [(str(key), str(words)) for key, words in rows],
            str(chosen.get(name, "")),
        )
        for name, label, rows in options
    ]


def said(chosen: dict[str, Any], lists: list[Select]) -> list[str]:
    """The chosen filters in words; what this person has no word for stays unnamed."""
    sentences = [f"{_('Tag')}: {chosen['tag']}"] if "tag" in chosen else []
    for one in lists:
        if one.value:
            label = dict(one.options).get(one.value, _("another"))
            sentences.append(f"{one.label}: {label}")
    return sentences


def _days(days: int) -> str:
    if days == 1:
        return _("a day ago")
    return _("%d days ago") % days


def _to_choose_from(user: User) -> tuple[list[Option], list[Option], list[Option]]:
    """The paths, the topics and the colleagues of this person: one query."""
    of = access.of(user)
    paths = Path.objects.all()
    managers, members = Role.objects.current().managing(), Team.members.through.objects.all()
    if not of.is_superuser:
        managers, members = managers.filter(path__in=of.managed), members.filter(team__in=of.teams)
        if not of.teams:  # a team answers for every path
            paths = paths.filter(pk__in=of.managed)
    works = Q(pk__in=managers.values("user")) | Q(pk__in=members.values("user"))
    people = User.objects.filter(works, is_active=True).exclude(pk=user.pk)
    rows = list(
        _rows(paths, "path", Value(0)).union(
            _rows(Topic.objects.all(), "topic", F("order")),
            _rows(people, "person", Value(0)),
            all=True,
        )
    )
    rows.sort(key=lambda row: (row[3], row[2]))
    paths_, topics, colleagues = (
        [(pk, name) for kind, pk, name, _order in rows if kind == wanted]
        for wanted in ["path", "topic", "person"]
    )
    return paths_, topics, colleagues


def _rows(found: QuerySet[Any], kind: str, order: Any) -> Any:
    place = Cast(order, IntegerField())
    named = found.order_by().annotate(kind=Value(kind), place=place)
    return named.values_list("kind", "pk", "name", "place")
