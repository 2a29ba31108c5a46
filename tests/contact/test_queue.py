"""The desk's queue."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.admin.queue import QueueForm, View, of
from contact.models import Request
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import contact

URL = "/admin/contact/request/"


def subjects(user: User, **asked: object) -> list[str]:
    user = User.objects.get(pk=user.pk)  # what one may see is remembered for one web request only
    return [row.subject for row in of(user, QueueForm(asked)).rows]


def counts(user: User) -> dict[str, str]:
    user = User.objects.get(pk=user.pk)
    return {tab.view.value: tab.count for tab in of(user, QueueForm({})).tabs}


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """Five requests: what a manager has, may take, has answered, and what is not theirs."""
    contact.pending(cast.mentor, cast.path, cast.topic, cast.manager, subject="Waits for mentor")
    contact.solved(cast.mentor, cast.path, cast.topic, cast.manager, subject="Solved")
    mine = contact.routed(cast.mentor, cast.path, cast.topic, subject="Mine")
    late = contact.routed(cast.mentor, cast.path, cast.topic, subject="Late")
    free = contact.routed(cast.colleague, cast.path, cast.topic, subject="Nobody has it")
    contact.routed(cast.other_mentor, cast.other_path, cast.topic, subject="Other path")
    now = timezone.now()
    Request.objects.filter(pk=late.pk).update(due_at=now - datetime.timedelta(hours=2))
    Request.objects.filter(pk=mine.pk).update(due_at=now + datetime.timedelta(hours=1))
    Request.objects.filter(pk=free.pk).update(
        assignee=None, due_at=now + datetime.timedelta(hours=2)
    )
    return cast


def test_each_view_shows_what_it_says_due_first(desk: Cast) -> None:
    assert subjects(desk.manager) == ["Late", "Mine", "Waits for mentor"]
    assert subjects(desk.manager, view="paths") == [
        "Late",
        "Mine",
        "Nobody has it",
        "Waits for mentor",
    ]
    assert subjects(desk.manager, view="unassigned") == ["Nobody has it"]
    assert subjects(desk.manager, view="overdue") == ["Late"]
    everything = subjects(desk.manager, view="all")
    assert everything[:3] == ["Late", "Mine", "Nobody has it"]
    assert set(everything[3:]) == {"Waits for mentor", "Solved"}


def test_the_counts_agree_with_the_lists(desk: Cast) -> None:
    counted = {"mine": "3", "paths": "4", "unassigned": "1", "overdue": "1", "all": "5"}
    assert counts(desk.manager) == counted
    for view, count in counts(desk.manager).items():
        assert len(subjects(desk.manager, view=view)) == int(count)


def test_a_team_sees_its_topics_on_every_path(desk: Cast) -> None:
    contact.routed(desk.mentor, desk.path, desk.invoices, subject="October invoice")
    contact.routed(desk.other_mentor, desk.other_path, desk.invoices, subject="Travel")

    assert set(subjects(desk.nadia, view="all")) == {"October invoice", "Travel"}


def test_whoever_is_assigned_sees_it_whatever_the_path(desk: Cast) -> None:
    Request.objects.filter(subject="Mine").update(assignee=desk.other_manager)

    assert "Mine" in subjects(desk.other_manager)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("late", {"Late"}),
        ("AMINA", {"Late", "Mine", "Waits for mentor", "Solved"}),
        ("amina@mentorhub", {"Late", "Mine", "Waits for mentor", "Solved"}),
        ("amina do this", {"Waits for mentor", "Solved"}),
        ("priya", {"Nobody has it"}),
        ("nothing has this", set()),
        ("%", set()),
        ("other path", set()),
        ("MH-", set()),
        ("mh-99999999999999999999999", set()),
    ],
)
def test_search_finds_words_in_subject_sender_and_messages(
    desk: Cast, words: str, found: set[str]
) -> None:
    assert set(subjects(desk.manager, q=words)) == found


def test_search_finds_a_reference(desk: Cast) -> None:
    late = Request.objects.get(subject="Late")

    assert subjects(desk.manager, q=late.reference.lower()) == ["Late"]
    other = Request.objects.get(subject="Other path")
    assert subjects(desk.manager, q=other.reference) == []


def test_what_is_not_understood_is_ignored(client: Client, desk: Cast) -> None:
    sign_in(client, desk.manager)
    plain = client.get(URL).content

    for query in ["view=nonsense", "page=-1", "page=x", "o=assignee__password", "e=1"]:
        response = client.get(f"{URL}?{query}")
        assert response.status_code == 200
        assert response.content.count(b"Waits for mentor") == plain.count(b"Waits for mentor")


def test_the_queue_costs_the_same_for_any_number_of_requests(client: Client, desk: Cast) -> None:
    sign_in(client, desk.manager)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    first = [cost(URL), cost(f"{URL}?q=amina")]
    for _more in range(5):
        contact.routed(desk.mentor, desk.path, desk.topic)

    assert [cost(URL), cost(f"{URL}?q=amina")] == first
    assert max(first) <= 12


def test_a_search_looks_through_all_views_unless_one_is_chosen(desk: Cast) -> None:
    assert QueueForm({"q": "x"}).chosen == View.ALL
    assert QueueForm({"q": "x", "view": "mine"}).chosen == View.MINE
