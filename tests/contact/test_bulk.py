"""Acts on many requests."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact import bulk, following, tasks
from contact.models import BulkAct, Message, Request
from contact.priorities import Priority
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import contact, people

URL = "/admin/contact/request/bulk/"
Act, Outcome = BulkAct.Act, bulk.Outcome


@pytest.fixture
def three(cast: Cast) -> list[Request]:
    cast.manager  # noqa: B018 (made when asked for)
    return [
        contact.routed(cast.mentor, cast.path, cast.topic, subject=f"Question {n}")
        for n in range(3)
    ]


@pytest.fixture
def elsewhere(cast: Cast) -> Request:
    cast.other_manager  # noqa: B018
    return contact.routed(cast.other_mentor, cast.other_path, cast.topic, subject="Elsewhere")


@pytest.fixture
def sofia(cast: Cast, three: list[Request]) -> User:
    return people.manager("Sofia Marchetti", cast.path)


def seen(*requests: Request) -> dict[int, int]:
    return {one.pk: one.version for one in requests}


def done(by: User, act: Act, data: dict[str, Any], *requests: Request) -> dict[int, str]:
    """Do it; what became of each row."""
    made = bulk.begin(by, act, data, seen(*requests), uuid.uuid4())
    assert made.finished_at
    return dict(made.rows.values_list("request", "outcome"))


def posted(requests: list[Request], **fields: Any) -> dict[str, Any]:
    return {"row": [f"{one.pk}:{one.version}" for one in requests], "token": uuid.uuid4(), **fields}


def fresh(requests: list[Request]) -> list[Request]:
    return [Request.objects.get(pk=one.pk) for one in requests]


def many_emails() -> list[tuple[str, str]]:
    emails = OutgoingEmail.objects.filter(kind="contact/many").order_by("pk")
    return [(email.to_address, email.subject) for email in emails]


def test_tick_preview_do_and_the_result(
    client: Client, cast: Cast, three: list[Request], sofia: User, elsewhere: Request
) -> None:
    sign_in(client, cast.manager)
    changed = three[2]
    ticked = posted([*three, elsewhere], act="assign")
    contact.reply(changed)

    page = client.post(f"{URL}?view=paths", ticked).content.decode()
    assert "4 requests are chosen" in page and "Sofia Marchetti" in page
    assert "David Okafor" not in page  # of the other path alone

    preview = client.post(f"{URL}?view=paths", {**ticked, "to": sofia.pk, "step": "preview"})
    page = preview.content.decode()
    assert page.count("Will be done") == 2
    assert page.count("No: changed since you looked") == 1
    assert page.count("No: not there, or out of your sight") == 1
    assert "Elsewhere" not in page and "Do it for 2 requests" in page
    assert {one.assignee for one in fresh(three)} == {cast.manager}  # nothing is done yet

    result = client.post(f"{URL}?view=paths", {**ticked, "to": sofia.pk, "step": "do"}, follow=True)
    page = result.content.decode()
    assert "2 done" in page and "1 changed since you looked" in page
    assert "before: Camille Laurent" in page
    assert [one.assignee for one in fresh(three)] == [sofia, sofia, cast.manager]
    assert Request.objects.get(pk=elsewhere.pk).assignee == cast.other_manager
    assert many_emails() == [(sofia.email, "Camille Laurent gave you 2 requests")]
    assert not OutgoingEmail.objects.filter(kind="contact/routed", to_address=sofia.email).exists()


def test_sent_twice_it_is_done_once(
    client: Client, cast: Cast, three: list[Request], sofia: User
) -> None:
    sign_in(client, cast.manager)
    sent = posted(three, act="solve", body="All is well again.", step="do")

    first = client.post(URL, sent)
    second = client.post(URL, sent)

    assert first.url == second.url
    assert Message.objects.filter(body="All is well again.").count() == 3
    assert OutgoingEmail.objects.filter(kind="contact/answer").count() == 3


def test_all_of_a_view_are_chosen(client: Client, cast: Cast, three: list[Request]) -> None:
    contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    sign_in(client, cast.manager)

    page = client.post(f"{URL}?view=all&q=Question", {"all": "1", "act": "close"}).content.decode()

    assert "4 requests are chosen" in page
    assert all(f"{one.pk}:{one.version}" in page for one in three)


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("assign", {"to": ""}), ("assign", {"to": "x"}), ("transfer", {"to": "path-x"}),
        ("tag", {"tags": " , "}), ("priority", {"priority": 9}), ("solve", {"body": "x" * 20_001}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["preview", "do"])
def test_bad_input_is_told_and_changes_nothing(
    client: Client, cast: Cast, three: list[Request], act: str, data: dict[str, Any], step: str
) -> None:
    sign_in(client, cast.manager)

    response = client.post(URL, posted(three, act=act, step=step, **data))

    assert response.status_code == 422
    assert not BulkAct.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"row": [], "act": "close"}, "Tick at least one request."),
        ({"row": ["x", "1:"], "act": "close"}, "Tick at least one request."),
        ({"row": [f"{n}:1" for n in range(1, 502)], "act": "close"}, "At most 500"),
        ({"row": ["1:1"], "act": "explode"}, "Choose what to do with them."),
    ],
)
def test_nothing_chosen_leads_back_and_says_so(
    client: Client, cast: Cast, fields: dict[str, Any], said: str
) -> None:
    sign_in(client, cast.manager)
    page = client.post(f"{URL}?view=all", fields, follow=True)
    assert page.redirect_chain[0][0] == "/admin/contact/request/?view=all"
    assert said in page.content.decode()


def test_rights_are_asked_row_by_row_when_it_is_done(
    cast: Cast, three: list[Request], elsewhere: Request
) -> None:
    act = BulkAct.objects.create(by=cast.manager, act=Act.PRIORITY, data={"priority": 4})
    for one in [*three, elsewhere]:
        act.rows.create(request=one, seen_version=one.version)
    bulk.do(act.pk)

    assert {one.priority for one in fresh(three)} == {Priority.URGENT}
    assert Request.objects.get(pk=elsewhere.pk).priority == Priority.NORMAL
    assert act.rows.get(request=elsewhere).outcome == Outcome.OUT_OF_SIGHT


def test_each_act_does_what_it_says(cast: Cast, three: list[Request], sofia: User) -> None:
    one, two, three_ = three
    assert done(cast.manager, Act.TAG, {"tags": ["late", "fees"]}, one, two) == {
        one.pk: Outcome.DONE,
        two.pk: Outcome.DONE,
    }
    one, two = fresh([one, two])
    assert one.tags == ["fees", "late"]
    done(cast.manager, Act.UNTAG, {"tags": ["late"]}, one)
    assert fresh([one])[0].tags == ["fees"]
    assert done(cast.manager, Act.TAG, {"tags": ["fees"]}, two) == {two.pk: Outcome.SO_ALREADY}

    done(cast.manager, Act.SOLVE, {"body": ""}, two)
    [two] = fresh([two])
    assert (two.status, two.due_at) == (Status.SOLVED, None)
    assert two.messages.filter(from_staff=True).count() == 0
    assert done(cast.manager, Act.CLOSE, {}, two, three_) == {
        two.pk: Outcome.DONE,
        three_.pk: Outcome.NOT_SOLVED,
    }
    [two] = fresh([two])
    assert done(cast.manager, Act.ASSIGN, {"to": sofia.pk}, two) == {two.pk: Outcome.CLOSED}
    assert done(cast.manager, Act.ASSIGN, {"to": cast.other_manager.pk}, three_) == {
        three_.pk: Outcome.MAY_NOT
    }


def test_many_transferred_make_one_email_a_person(cast: Cast, three: list[Request]) -> None:
    cast.other_manager  # noqa: B018
    before = OutgoingEmail.objects.filter(kind="contact/routed").count()

    done(cast.manager, Act.TRANSFER, {"to": f"path-{cast.other_path.pk}"}, *three)

    assert {(one.path, one.assignee) for one in fresh(three)} == {
        (cast.other_path, cast.other_manager)
    }
    assert many_emails() == [(cast.other_manager.email, "Camille Laurent gave you 3 requests")]
    assert OutgoingEmail.objects.filter(kind="contact/routed").count() == before


def test_followers_of_many_hear_once(cast: Cast, three: list[Request], sofia: User) -> None:
    for one in three:
        following.follow(one, sofia, sofia)
        following.follow(one, cast.manager, cast.manager)

    done(cast.manager, Act.SOLVE, {"body": "Solved."}, *three)

    assert many_emails() == [
        (sofia.email, "Camille Laurent answered and solved 3 requests that you follow")
    ]
    assert not OutgoingEmail.objects.filter(kind="contact/followed").exists()


def test_many_rows_are_done_by_the_task(
    cast: Cast, three: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    made = bulk.begin(cast.manager, Act.PRIORITY, {"priority": 1}, seen(*three), uuid.uuid4())
    assert (made.finished_at, made.rows.filter(outcome="").count()) == (None, 3)
    assert list(BulkAct.objects.unfinished()) == [made]

    tasks.do_bulk_acts([made.pk])

    assert {one.priority for one in fresh(three)} == {Priority.LOW}
    assert not BulkAct.objects.unfinished().exists()


def test_whoever_lost_the_path_meanwhile_does_nothing(
    cast: Cast, three: list[Request], sofia: User
) -> None:
    act = BulkAct.objects.create(by=sofia, act=Act.PRIORITY, data={"priority": 4})
    act.rows.create(request=three[0], seen_version=three[0].version)
    sofia.is_active = False
    sofia.save()

    bulk.do(act.pk)

    assert act.rows.get().outcome == Outcome.OUT_OF_SIGHT


def test_the_result_is_seen_by_who_did_it_alone(
    client: Client, cast: Cast, three: list[Request], sofia: User
) -> None:
    act = bulk.begin(cast.manager, Act.PRIORITY, {"priority": 4}, seen(*three), uuid.uuid4())
    sign_in(client, sofia)
    assert client.get(act.desk_url).status_code == 404
    sign_in(client, cast.administrator)
    assert client.get(act.desk_url).status_code == 200


def test_the_preview_costs_the_same_for_any_number(
    client: Client, cast: Cast, three: list[Request]
) -> None:
    sign_in(client, cast.manager)

    def cost(requests: list[Request]) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(URL, posted(requests, act="priority", priority=4, step="preview"))
        return len(queries)

    cost(three)
    assert cost(three[:1]) == cost(three) <= 14
