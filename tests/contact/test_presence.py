"""Two colleagues on one request hear of each other, softly."""

import pytest
from django.core.cache import caches
from django.test import Client

from contact import presence
from contact.models import Request
from mentorhub.people import staff_session
from tests.cast import Cast, sign_in
from tests.factories import contact, people


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


@pytest.fixture
def sofia(cast: Cast):
    return people.manager("Sofia Marchetti", cast.path)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.manager)


def tell(desk: Client, mentor_request: Request, **more: object):
    address = f"/admin/contact/request/{mentor_request.pk}/presence/"
    return desk.post(address, {"version": mentor_request.version, **more})


def test_one_hears_who_else_looks_and_who_writes(desk, cast, sofia, routed):
    presence.note(routed.pk, sofia, writes=False)
    page = tell(desk, routed).content.decode()
    assert "Sofia Marchetti is looking at this" in page and "Camille" not in page

    presence.note(routed.pk, sofia, writes=True)
    assert "Sofia Marchetti is writing an answer" in tell(desk, routed).content.decode()


def test_the_screen_itself_says_who_is_there(desk, cast, sofia, routed):
    tell(sign_in(Client(), sofia), routed, writes="yes")

    page = desk.get(routed.desk_url).content.decode()
    assert "Sofia Marchetti is writing an answer" in page


def test_who_leaves_or_is_silent_is_not_there(desk, cast, sofia, routed, monkeypatch):
    hers = sign_in(Client(), sofia)
    tell(hers, routed)
    assert tell(hers, routed, leaves="yes").status_code == 204
    assert presence.others(routed.pk, cast.manager) == []

    tell(hers, routed)
    monkeypatch.setattr(presence, "FRESH", 0)
    assert presence.others(routed.pk, cast.manager) == []


def test_what_has_changed_since_is_told_before_one_sends(desk, routed):
    assert "Since you opened this" not in tell(desk, routed).content.decode()
    contact.reply(routed, "One more thing")

    page = tell(desk, routed).content.decode()

    assert "Since you opened this" in page and "Amina Berger replied." in page
    assert "submitted the request" not in page


def test_a_request_of_others_says_nothing(client, cast, routed):
    sign_in(client, cast.other_manager)

    assert tell(client, routed).status_code == 404
    assert presence.others(routed.pk, cast.manager) == []


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_forged_question_is_refused(desk, routed, version):
    assert tell(desk, routed, version=version).status_code == 422


def test_without_redis_nobody_seems_to_be_there_and_nothing_breaks(
    desk, sofia, routed, monkeypatch
):
    presence.note(routed.pk, sofia, writes=True)
    monkeypatch.setattr(caches["default"], "resting_until", float("inf"))

    response = tell(desk, routed)

    assert response.status_code == 200 and "Sofia" not in response.content.decode()
    assert desk.get(routed.desk_url).status_code == 200


def test_it_takes_one_statement_and_two_when_something_happened(
    desk, routed, django_assert_num_queries
):
    tell(desk, routed)
    who_asks = 3  # session, person, rights
    with django_assert_num_queries(who_asks + 1):
        tell(desk, routed)
    contact.reply(routed)
    with django_assert_num_queries(who_asks + 2):
        tell(desk, routed)


def test_an_open_page_alone_keeps_no_staff_page_open(desk, routed, monkeypatch):
    real = staff_session.time.time
    for minutes in [10, 20, 29]:
        monkeypatch.setattr(staff_session.time, "time", lambda m=minutes: real() + 60 * m)
        assert tell(desk, routed).status_code == 200
    monkeypatch.setattr(staff_session.time, "time", lambda: real() + 60 * 31)

    assert tell(desk, routed).status_code == 403
    assert desk.get(routed.desk_url).status_code == 302
