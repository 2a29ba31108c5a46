"""The priority and the tags of a request."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contact import answering, marking, sentences
from contact.models import Request
from contact.priorities import Priority, tags_in
from contact.states import Event
from tests.cast import Cast, sign_in
from tests.factories import contact

from .test_queue import URL, subjects


def mark(mentor_request: Request, cast: Cast, priority: Priority, *tags: str) -> Request:
    fresh = Request.objects.get(pk=mentor_request.pk)
    return marking.mark(fresh.pk, cast.manager, priority, tags, fresh.version)


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


def typed(mentor_request: Request, **fields: Any) -> dict[str, Any]:
    return {"version": mentor_request.version, "priority": 2, **fields}


def test_both_are_set_on_the_screen_and_stand_on_the_timeline(
    client: Client, cast: Cast, routed: Request
) -> None:
    sign_in(client, cast.manager)
    address = f"{URL}{routed.pk}/mark/"

    client.post(address, typed(routed, priority=4, more="Invoices, travel  costs,invoices"))
    routed.refresh_from_db()
    assert (routed.priority, routed.tags) == (Priority.URGENT, ["invoices", "travel-costs"])
    said = sentences.for_staff(routed.timeline.get(event=Event.MARKED))
    assert said == (
        "Camille Laurent set the priority to urgent. Camille Laurent added invoices, travel-costs."
    )

    client.post(address, typed(routed, priority=4, kept=["invoices"]))
    routed.refresh_from_db()
    assert routed.tags == ["invoices"]
    page = client.get(f"{URL}{routed.pk}/change/").content.decode()
    assert "Camille Laurent took off travel-costs." in page and "Urgent priority" in page


def test_an_older_state_is_told_and_nothing_is_set(
    client: Client, cast: Cast, routed: Request
) -> None:
    sign_in(client, cast.manager)
    stale = typed(routed, priority=4, more="late")
    contact.reply(routed)

    assert client.post(f"{URL}{routed.pk}/mark/", stale).status_code == 409
    routed.refresh_from_db()
    assert (routed.priority, routed.tags) == (Priority.NORMAL, [])


@pytest.mark.parametrize(
    "wrong",
    [{"priority": 9}, {"priority": ""}, {"more": ",".join(map(str, range(11)))}, {"kept": ["x"]}],
)
def test_bad_input_is_told_and_changes_nothing(
    client: Client, cast: Cast, routed: Request, wrong: dict[str, Any]
) -> None:
    sign_in(client, cast.manager)

    response = client.post(f"{URL}{routed.pk}/mark/", {**typed(routed), **wrong})

    assert response.status_code == 422
    routed.refresh_from_db()
    assert (routed.priority, routed.tags) == (Priority.NORMAL, [])


def test_setting_what_is_so_already_leaves_no_trace(cast: Cast, routed: Request) -> None:
    mark(routed, cast, Priority.NORMAL)

    assert not routed.timeline.filter(event=Event.MARKED).exists()


def test_the_queue_takes_the_priority_into_account(cast: Cast, routed: Request) -> None:
    now = timezone.now()
    for hours, priority in [(1, "low"), (2, "normal"), (20, "high"), (60, "urgent")]:
        one = contact.routed(cast.mentor, cast.path, cast.topic, subject=priority)
        due_at = now + datetime.timedelta(hours=hours)
        Request.objects.filter(pk=one.pk).update(due_at=due_at, priority=Priority[priority.upper()])
    routed.delete()

    assert subjects(cast.manager) == ["urgent", "high", "normal", "low"]


def test_the_topic_sets_the_priority_at_first(cast: Cast) -> None:
    cast.topic.priority = Priority.HIGH
    cast.topic.save()

    assert contact.routed(cast.mentor, cast.path, cast.topic).priority == Priority.HIGH


def test_tags_and_priorities_are_searched_and_filtered(cast: Cast, routed: Request) -> None:
    contact.routed(cast.mentor, cast.path, cast.topic, subject="Plain")
    mark(routed, cast, Priority.HIGH, "invoices")

    for asked in [
        {"q": "tag:invoices"},
        {"q": "priority:high"},
        {"q": "tag:Invoices PRIORITY:high question"},
        {"tag": "invoices"},
        {"priority": 3},
        {"priority": 3, "tag": "Invoices", "view": "mine", "assignee": "me", "status": "open"},
        {"tag": "invoices", "path": cast.path.pk, "topic": cast.topic.pk},
    ]:
        assert subjects(cast.manager, **asked) == ["A question"], asked
    for asked in [
        {"q": "tag:invoice"},
        {"q": "priority:nonsense"},
        {"tag": "invoices", "assignee": "nobody"},
        {"tag": "invoices", "older": 1},
        {"path": cast.other_path.pk},
    ]:
        assert subjects(cast.manager, **asked) == [], asked


def test_s03_a_filter_shows_nothing_that_one_may_not_see(cast: Cast, routed: Request) -> None:
    mark(routed, cast, Priority.URGENT, "secret")

    for asked in [
        {"q": "tag:secret"},
        {"tag": "secret"},
        {"priority": 4},
        {"path": cast.path.pk},
        {"assignee": cast.manager.pk},
        {"status": "open"},
    ]:
        assert subjects(cast.other_manager, **asked, view="all") == []
    assert marking.tags_in_use(cast.other_manager) == []
    assert marking.tags_in_use(cast.manager) == ["secret"]


@pytest.mark.parametrize(
    "query",
    [
        "assignee__password__startswith=a", "assignee=password", "priority=urgent'", "status=x",
        "path=1 or 1=1", "topic=-1", "older=0", "_connector=OR", "tags__contains=x",
        "path=99999999999999999999", "assignee=1.5", "o=assignee__password",
    ],
)  # fmt: skip
def test_s03_what_is_not_understood_is_left_out(
    client: Client, cast: Cast, routed: Request, query: str
) -> None:
    sign_in(client, cast.manager)

    response = client.get(f"{URL}?view=mine&{query}")

    assert response.status_code == 200
    assert b"A question" in response.content


def test_mentors_see_neither(client: Client, cast: Cast, routed: Request) -> None:
    mark(routed, cast, Priority.URGENT, "difficult-person")
    client.force_login(cast.mentor)

    page = client.get(routed.get_absolute_url()).content.decode()

    assert "What shall I do?" in page
    assert "difficult-person" not in page and "rgent" not in page


def test_tags_are_kept_in_one_writing() -> None:
    assert tags_in(" Late Invoices,late-invoices; ÉTÉ,,#x!") == ["late-invoices", "x", "été"]
    assert tags_in("---, !") == []


def test_nobody_else_marks_a_request(cast: Cast, routed: Request) -> None:
    with pytest.raises(answering.Conflict):
        marking.mark(routed.pk, cast.manager, Priority.LOW, [], routed.version + 1)
