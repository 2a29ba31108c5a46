"""Nothing waits in silence: the page of what should have been done by now."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes, stuck
from tests.cast import Cast, sign_in
from tests.factories import contact, mail

PAGE = "/admin/stuck/"
PATIENCE = datetime.timedelta(minutes=10)


def made(ago: datetime.timedelta) -> dict[str, datetime.datetime]:
    return {"created_at": timezone.now() - ago}


def names(user) -> list[str]:
    return [row.name for group in stuck.visible_to(user) for row in group.rows]


@pytest.mark.parametrize("state", [State.QUEUED, State.CLAIMED, State.WAITING])
def test_an_email_is_stuck_once_it_is_unfinished_for_10_minutes(administrator, state):
    email = mail.email("a@example.net")
    young = made(PATIENCE - datetime.timedelta(minutes=1))
    OutgoingEmail.objects.update(state=state, **young)
    assert names(administrator) == []
    OutgoingEmail.objects.update(**made(PATIENCE + datetime.timedelta(seconds=1)))
    assert names(administrator) == [str(email)]


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN])
def test_an_email_that_was_refused_or_is_in_doubt_is_stuck_at_once(administrator, state):
    email = mail.email("a@example.net")
    OutgoingEmail.objects.update(state=state)
    assert names(administrator) == [str(email)]


@pytest.mark.parametrize("state", [State.SENT, State.DISCARDED])
def test_an_email_that_is_done_with_is_never_stuck(administrator, state):
    mail.email("a@example.net")
    OutgoingEmail.objects.update(state=state, **made(10 * PATIENCE))
    assert names(administrator) == []


def test_a_request_is_stuck_when_nobody_was_told_of_it_for_10_minutes(cast: Cast):
    waiting = contact.submitted(cast.mentor, cast.path, cast.topic)
    OutgoingEmail.objects.update(state=State.SENT)
    assert names(cast.administrator) == []
    Request.objects.update(updated_at=timezone.now() - 2 * PATIENCE)
    assert names(cast.administrator) == [str(waiting)]


@pytest.fixture
def in_trouble(cast: Cast) -> dict[str, str]:
    """One stuck thing of each kind that rights tell apart; what its row says."""
    assert cast.manager and cast.other_manager
    on_path = contact.submitted(cast.mentor, cast.path, cast.topic, subject="Of the path")
    for_team = contact.submitted(cast.other_mentor, cast.other_path, cast.invoices)
    OutgoingEmail.objects.update(state=State.SENT)
    Request.objects.update(updated_at=timezone.now() - 2 * PATIENCE)
    return {
        "request of the path": str(on_path),
        "request of the team": str(for_team),
        "email of the path": str(mail.failed("a@example.net", "One", path=cast.path)),
        "email of no path": str(mail.failed("b@example.net", "Two")),
        "secret of the path": str(mail.failed("c@example.net", "3", path=cast.path, secret=True)),
        "bulk": str(mail.failed("d@example.net", "Four", lane=lanes.BULK)),
    }


VISIBLE = {
    "manager": {"request of the path", "email of the path"},
    "other_manager": {"request of the team"},
    "nadia": {"request of the team"},
    "editor": {"bulk"},
    "administrator": {
        "request of the path",
        "request of the team",
        "email of the path",
        "email of no path",
        "secret of the path",
        "bulk",
    },
}


@pytest.mark.parametrize("role", VISIBLE)
def test_each_sees_what_is_stuck_in_their_own_work(client: Client, cast: Cast, in_trouble, role):
    person = getattr(cast, role)
    expected = {in_trouble[name] for name in VISIBLE[role]}
    assert set(names(person)) == expected
    assert sum(group.count for group in stuck.visible_to(person)) == len(expected)
    page = sign_in(client, person).get(PAGE)
    shown = page.content.decode()
    assert page.status_code == 200
    assert {name for name, text in in_trouble.items() if text in shown} == VISIBLE[role]


@pytest.mark.parametrize("role", ["mentor", "assessor"])
def test_there_is_no_such_page_for_the_others(client: Client, cast: Cast, role):
    assert sign_in(client, getattr(cast, role)).get(PAGE).status_code == 404


def test_each_row_leads_to_where_the_person_can_act(client: Client, cast: Cast, in_trouble):
    sign_in(client, cast.manager)
    groups = stuck.visible_to(cast.manager)
    rows = [row for group in groups for row in group.rows]
    assert [client.get(row.url).status_code for row in rows] == [200] * len(rows)


def test_it_says_why_in_the_mail_servers_words(client: Client, manager, in_trouble):
    assert b"550 no such mailbox" in sign_in(client, manager).get(PAGE).content


def test_when_nothing_is_stuck_it_says_so(client: Client, manager):
    assert b"Nothing is stuck" in sign_in(client, manager).get(PAGE).content


def test_emails_of_both_lanes_stand_in_one_group_and_only_the_oldest_are_listed(
    administrator, monkeypatch
):
    monkeypatch.setattr(stuck, "MOST_SHOWN", 2)
    for number in range(4):
        mail.failed("a@example.net", f"Number {number}")
    mail.failed("b@example.net", "A newsletter", lane=lanes.BULK)
    [group] = stuck.visible_to(administrator)
    assert group.count == 5
    assert [row.name.split(" → ")[0] for row in group.rows][:2] == ["Number 0", "Number 1"]


def test_the_page_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, cast: Cast, django_assert_num_queries
):
    sign_in(client, cast.manager)
    mail.failed("a@example.net", "One", path=cast.path)
    client.get(PAGE)
    with django_assert_num_queries(11):
        client.get(PAGE)
    mail.failed("a@example.net", "Two", path=cast.path)
    mail.failed("a@example.net", "Three", path=cast.path)
    with django_assert_num_queries(11):
        client.get(PAGE)
