"""What waits at the desk: five views with their counts, a search, what is due first on top."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from contact.models import Message, Request, SavedView
from contact.models.request import RequestQuerySet
from contact.references import number_in
from contact.states import WAITING_FOR_US
from guides.models import Part
from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.relay.due import ago

from . import counting
from .counting import MOST_COUNTED, Selection
from .filters import HIGHEST_ID, FilterFields, by_word, narrow

A_PAGE = 25
MOST_WORDS = 10


class View(models.TextChoices):
    """One way to look at the queue."""

    MINE = "mine", _("Mine")
    PATHS = "paths", _("My paths")
    UNASSIGNED = "unassigned", _("Unassigned")
    OVERDUE = "overdue", _("Overdue")
    ALL = "all", _("All")


EMPTY: dict[str, Promise] = {
    View.MINE: _("Nothing waits for you. Look at My paths or Unassigned for more."),
    View.PATHS: _("Nothing is open on your paths."),
    View.UNASSIGNED: _("Everything has somebody who answers it."),
    View.OVERDUE: _("Nothing is late."),
    View.ALL: _("There is no request yet."),
}


class QueueForm(FilterFields):
    """Which view, which words, which page. What is not understood falls back to the first view."""

    view = forms.ChoiceField(choices=View, required=False)
    q = forms.CharField(max_length=200, required=False)
    # What the page of criteria in doubt leads to: the requests about one part of a guide.
    part = forms.ModelChoiceField(Part.objects.all(), required=False)
    days = forms.IntegerField(min_value=1, max_value=3650, required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    saved = forms.IntegerField(min_value=1, max_value=HIGHEST_ID, required=False)

    @property
    def chosen(self) -> View:
        """The view; a search without one looks through everything."""
        self.is_valid()
        view = self.cleaned_data.get("view")
        return (
            View(view)
            if view
            else (View.ALL if self.words or self.about or self.filters else View.MINE)
        )

    @property
    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q") or "").strip()

    @property
    def saved_view(self) -> int | None:
        """Of which saved view these are the filters; a name for them, no filter itself."""
        self.is_valid()
        return self.cleaned_data.get("saved")

    @property
    def to_save(self) -> dict[str, Any]:
        """What a saved view keeps of it."""
        words = {"q": self.words} if self.words else {}
        return {"view": self.chosen.value, **words, **self.filters}

    @property
    def about(self) -> Part | None:
        self.is_valid()
        return self.cleaned_data.get("part")

    @property
    def within_days(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("days")

    @property
    def page_number(self) -> int:
        self.is_valid()
        return int(self.cleaned_data.get("page") or 1)


@dataclass(frozen=True)
class Tab:
    """A view with how many requests wait in it."""

    view: View
    count: str
    is_current: bool


@dataclass(frozen=True)
class SavedTab:
    """A saved view with how many requests its reader finds in it, and its address."""

    saved: SavedView
    count: str
    is_current: bool
    query: str


@dataclass(frozen=True)
class Queue:
    """One page of the queue."""

    tabs: Sequence[Tab]
    saved_tabs: Sequence[SavedTab]
    saved_current: str | None
    title: str
    view: View
    words: str
    part: Part | None
    days: int | None
    filters: dict[str, Any]
    rows: Sequence[Request]
    page: int
    has_next: bool
    empty: Promise


def of(user: User, form: QueueForm, rows_a_page: int = A_PAGE) -> Queue:
    """The page that the form asks for: four queries, however many requests there are."""
    view, page = form.chosen, form.page_number
    found = selected(user, form)
    start = (page - 1) * rows_a_page
    rows = list(
        found.due_first()
        .select_related("path", "topic", "assignee", "team")
        .with_absence()
        .annotate(message_count=_messages())[start : start + rows_a_page + 1]
    )
    fixed, saved = _tabs(user, view, form.saved_view)
    current = next((tab.saved.name for tab in saved if tab.is_current), None)
    return Queue(
        tabs=fixed,
        saved_tabs=saved,
        saved_current=current,
        title=current or str(view.label),
        view=view,
        words=form.words,
        part=form.about,
        days=form.within_days,
        filters=form.filters,
        rows=rows[:rows_a_page],
        page=page,
        has_next=len(rows) > rows_a_page,
        empty=_empty(form, view),
    )


def selected(user: User, form: QueueForm) -> RequestQuerySet:
    """All that the form asks for, of what the person sees."""
    found = _in_view(Request.objects.visible_to(user), form.chosen, user)
    if form.words:
        found = search(found, form.words)
    found = narrow(found, form.filters, user)
    if form.about:
        found = found.filter(part=form.about)
        if form.within_days:
            found = found.filter(created_at__gt=ago(datetime.timedelta(days=form.within_days)))
    return found


def _empty(form: QueueForm, view: View) -> Promise:
    if form.words:
        return _("No request has these words.")
    if form.filters:
        return _("No request is like this.")
    return _("No request is about it.") if form.about else EMPTY[view]


def search(requests: RequestQuerySet, words: str) -> RequestQuerySet:
    """Those in which every word stands: in the subject, the sender, a message; or MH-1042 itself.

    `tag:invoices` and `priority:high` ask for these.
    """
    # Each word is looked for in these alone: a frequent one stands in most of the others too.
    among = requests.order_by()
    for word in words.split()[:MOST_WORDS]:
        if number := number_in(word):
            requests = requests.filter(pk=number)
            continue
        if (condition := by_word(word)) is not None:
            requests = requests.filter(condition)
            continue
        in_request = Q(subject__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word)
        by_request = among.filter(in_request).values("pk")
        messages = Message.objects.filter(body__icontains=word, request__in=among)
        by_message = messages.order_by().values("request")
        requests = requests.filter(pk__in=by_request.union(by_message))
    return requests


def _filters(user: User) -> dict[View, Q]:
    managed = access.of(user).managed
    of_paths = {View.PATHS: Q(path__in=managed)} if managed else {}
    return {
        View.MINE: Q(assignee=user),
        **of_paths,
        View.UNASSIGNED: Q(assignee=None, status__in=WAITING_FOR_US),
        View.OVERDUE: Q(due_at__lt=Now()),
    }


def _in_view(requests: RequestQuerySet, view: View, user: User) -> RequestQuerySet:
    if view == View.ALL:
        return requests
    return requests.unfinished().filter(_filters(user).get(view, Q()))


def tabs(user: User, current: View | None = None) -> list[Tab]:
    """The person's views. Who manages no path has no view of them."""
    return _tabs(user, current, None)[0]


def _tabs(user: User, current: View | None, saved: int | None) -> tuple[list[Tab], list[SavedTab]]:
    """The fixed views and the saved ones: three queries. Of the fixed, the unfinished are counted
    in one pass; of the others no more than MOST_COUNTED each."""
    visible, filters = Request.objects.visible_to(user), _filters(user)
    counts: dict[str, int] = visible.unfinished().aggregate(
        **{view.value: Count("pk", filter=condition) for view, condition in filters.items()}
    )
    views = list(SavedView.objects.visible_to(user))
    selections = [Selection(visible), *(_selection_of(view, user) for view in views)]
    counts[View.ALL], *of_saved = counting.counts(selections)
    is_saved = saved in {view.pk for view in views}
    fixed = [
        Tab(view, _capped(counts[view]), view == current and not is_saved)
        for view in View
        if view in counts
    ]
    return fixed, [
        SavedTab(view, _capped(count), view.pk == saved, address_of(view))
        for view, count in zip(views, of_saved, strict=True)
    ]


def _selection_of(view: SavedView, user: User) -> Selection:
    form = QueueForm(view.filters)
    is_dear = any(by_word(word) is None for word in form.words.split())
    of = access.of(user)
    rights = hash((of.is_superuser, of.managed, of.teams))  # of numbers alone: the same everywhere
    name = f"saved-view:{view.pk}:{user.pk}:{rights}" if is_dear else ""
    return Selection(selected(user, form), name)


def address_of(view: SavedView) -> str:
    """What follows the question mark in the address of a saved view."""
    return urlencode({**view.filters, "saved": view.pk})


def _capped(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _messages() -> models.Subquery:
    """How many messages a row's request has, asked for the rows of the page only."""
    messages = Message.objects.filter(request=models.OuterRef("pk")).order_by()
    counted = messages.values("request").annotate(n=Count("pk")).values("n")
    return models.Subquery(counted)
