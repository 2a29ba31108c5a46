"""Who answered requests is gone, and none of them waits for somebody gone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from contact import answering, routing
from contact.handover import departing
from contact.models import Handover, Request
from contact.states import Event
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import leaving
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import contact, people

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def sofia(cast: Cast) -> User:
    """The other manager of Amina's path, who takes no requests as long as Camille is there."""
    sofia = people.manager("Sofia Marchetti", cast.path)
    sofia.roles.update(takes_requests=False)
    return sofia


def with_camille(cast: Cast, count: int = 1) -> list[Request]:
    assert cast.manager
    made = [contact.routed(cast.mentor, cast.path, cast.topic) for _ in range(count)]
    OutgoingEmail.objects.all().delete()
    return made


def leaves(user: User) -> None:
    with leaving.watched([user.pk]):
        User.objects.filter(pk=user.pk).update(is_active=False)


def loses_the_path(cast: Cast) -> None:
    with leaving.watched([cast.manager.pk]):
        cast.manager.roles.filter(path=cast.path).delete()


def bring() -> None:
    for handover in Handover.objects.waiting():
        departing.bring(handover.pk)


def fresh(mentor_request: Request) -> Request:
    return Request.objects.get(pk=mentor_request.pk)


def kinds() -> list[str]:
    return sorted(OutgoingEmail.objects.values_list("kind", flat=True))


def test_nothing_stays_with_who_was_switched_off(cast, sofia) -> None:
    first, second = with_camille(cast, 2)

    leaves(cast.manager)

    assert {fresh(first).assignee, fresh(second).assignee} == {None}
    assert fresh(first).needs_attention  # until somebody is found
    assert first.timeline.last().event == Event.RELEASED


def test_routing_finds_somebody_and_one_brief_tells_them(cast, sofia) -> None:
    first, second = with_camille(cast, 2)
    sofia.roles.update(takes_requests=True)

    leaves(cast.manager)
    bring()

    assert {fresh(first).assignee, fresh(second).assignee} == {sofia}
    assert not fresh(first).needs_attention
    assert kinds() == ["contact/brief", "contact/handed_over"]
    brief = OutgoingEmail.objects.get(kind="contact/brief")
    assert brief.to_address == sofia.email
    assert first.reference in brief.text and second.reference in brief.text
    told = OutgoingEmail.objects.get(kind="contact/handed_over")
    assert told.to_address == cast.mentor.email
    assert "Sofia Marchetti answers you" in told.text


def test_with_nobody_left_the_fallback_team_gets_the_brief(cast) -> None:
    (mentor_request,) = with_camille(cast)
    assert cast.fallback

    leaves(cast.manager)
    bring()

    assert (fresh(mentor_request).assignee, fresh(mentor_request).team) == (None, cast.fallback)
    assert fresh(mentor_request).needs_attention
    assert OutgoingEmail.objects.get(kind="contact/brief").to_address == "lena@mentorhub.example"


def test_brought_twice_it_is_told_once(cast, sofia) -> None:
    with_camille(cast)
    sofia.roles.update(takes_requests=True)
    leaves(cast.manager)
    handover = Handover.objects.get()

    departing.bring(handover.pk)
    departing.bring(handover.pk)

    assert len(kinds()) == 2


def test_what_somebody_took_meanwhile_is_theirs(cast, sofia) -> None:
    (mentor_request,) = with_camille(cast)
    leaves(cast.manager)
    contact.answer(mentor_request, sofia)

    bring()

    assert fresh(mentor_request).assignee == sofia
    assert "contact/brief" not in kinds()


def test_a_manager_who_loses_a_path_loses_all_of_it_at_once(cast, sofia) -> None:
    """Also what is closed, although they still answer for another path."""
    people.role(cast.manager, "manager", cast.other_path)
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    (mentor_request,) = with_camille(cast)

    loses_the_path(cast)

    camille = User.objects.get(pk=cast.manager.pk)
    assert camille.is_staff
    assert not Request.objects.visible_to(camille).exists()
    assert fresh(closed).status == "closed"
    assert closed.timeline.last().event == Event.RELEASED


def test_a_manager_keeps_what_they_have_on_other_paths_and_as_a_team_s_member(cast, sofia) -> None:
    people.role(cast.manager, "manager", cast.other_path)
    elsewhere = contact.routed(cast.other_mentor, cast.other_path, cast.topic)
    cast.finance.members.set([cast.manager])
    invoice = contact.routed(cast.mentor, cast.path, cast.invoices)

    loses_the_path(cast)

    assert fresh(elsewhere).assignee == fresh(invoice).assignee == cast.manager


def test_a_role_that_ended_by_its_date_is_noticed_by_the_clock(cast, sofia) -> None:
    people.role(cast.manager, "manager", cast.other_path)
    (mentor_request,) = with_camille(cast)
    cast.manager.roles.filter(path=cast.path).update(ends_on=YESTERDAY)
    a_week_ago = timezone.now() - datetime.timedelta(days=7)
    Request.objects.update(assigned_at=a_week_ago)

    departing.release_lapsed()
    departing.release_lapsed()

    assert fresh(mentor_request).assignee is None
    assert Handover.objects.count() == 1


def test_what_was_given_to_them_after_that_stays(cast, sofia) -> None:
    """As to a cover from another path."""
    people.role(cast.manager, "manager", cast.other_path)
    cast.manager.roles.filter(path=cast.path).update(ends_on=YESTERDAY)
    people.absence(sofia, cover=cast.manager)
    sofia.roles.update(takes_requests=True)
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)
    assert mentor_request.assignee == cast.manager

    departing.release_lapsed()

    assert fresh(mentor_request).assignee == cast.manager


def test_who_left_the_desk_by_date_keeps_nothing(cast, sofia) -> None:
    (mentor_request,) = with_camille(cast)
    cast.manager.roles.update(ends_on=YESTERDAY)

    departing.release_lapsed()

    assert fresh(mentor_request).assignee is None


def test_a_solved_request_has_somebody_again_when_the_mentor_replies(cast, sofia) -> None:
    solved = contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)
    leaves(cast.manager)
    sofia.roles.update(takes_requests=True)
    routing.route(solved.pk)

    assert fresh(solved).assignee == sofia
    assert fresh(solved).status == "solved"


def test_who_leaves_a_team_leaves_its_requests(client, cast) -> None:
    """By the form of the team, as an administrator takes somebody out."""
    tom = people.user("Tom Verhoeven")
    invoice = contact.routed(cast.mentor, cast.path, cast.invoices)
    assert invoice.assignee == cast.nadia
    people.team("Technical help", cast.nadia)  # she still works the desk

    data = {"name": cast.finance.name, "members": [tom.pk]}
    url = reverse("admin:people_team_change", args=[cast.finance.pk])
    assert sign_in(client, cast.administrator).post(url, data).status_code == 302
    bring()

    assert fresh(invoice).assignee == tom
    assert not Request.objects.visible_to(User.objects.get(pk=cast.nadia.pk)).exists()


def test_an_administrator_who_is_one_no_longer_keeps_nothing(cast, sofia) -> None:
    (mentor_request,) = with_camille(cast)
    answering.assign(
        mentor_request.pk, cast.manager, cast.administrator, fresh(mentor_request).version
    )

    with leaving.watched([cast.administrator.pk]):
        User.objects.filter(pk=cast.administrator.pk).update(is_superuser=False)

    assert fresh(mentor_request).assignee is None
