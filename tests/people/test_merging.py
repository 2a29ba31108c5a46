"""One person with two accounts has one afterwards, and nothing is lost."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from contact.models import Request
from mentorhub.people import merging
from mentorhub.people.models import AccountMerge, AuditEntry, Role, User
from mentorhub.people.tasks import merge_accounts
from tests.cast import sign_in
from tests.factories import contact, people

from .test_sign_in import LOGIN


@pytest.fixture
def double(cast) -> User:
    """Amina's other account, on both paths."""
    made = people.user("Amina B", email="amina.b@example.net")
    for path in [cast.path, cast.other_path]:
        people.role(made, Role.Kind.MENTOR, path)
    return made


def test_requests_and_roles_go_along_and_what_both_have_is_kept_once(
    cast, mentor, double, administrator
):
    sent = contact.submitted(double, cast.path, cast.topic)

    merging.merge(mentor, double, administrator)

    assert Request.objects.get(pk=sent.pk).sender == mentor
    assert sorted(role.path.name for role in mentor.roles.all()) == ["Data Analyst", "UX Designer"]
    double.refresh_from_db()
    assert not double.is_active
    assert not double.roles.exists()


def test_either_address_signs_in_afterwards(mentor, double, administrator, client):
    merging.merge(mentor, double, administrator)

    data = {"login": "amina.b@example.net", "password": people.PASSWORD}
    client.post(LOGIN, data)

    assert client.session["_auth_user_id"] == str(mentor.pk)
    assert EmailAddress.objects.filter(user=mentor, primary=True).count() == 1


def test_who_was_signed_in_as_the_other_is_out(mentor, double, administrator, client):
    client.force_login(double)

    merging.merge(mentor, double, administrator)

    assert client.get("/contact/requests/").status_code == 302


def test_what_the_other_did_stays_written_down_under_its_name(
    mentor, double, administrator, client
):
    client.force_login(double)

    merging.merge(mentor, double, administrator)

    assert AuditEntry.objects.filter(actor=double, act="signed in").exists()
    entry = AuditEntry.objects.get(act="merged")
    assert (entry.actor, entry.detail["address"]) == (administrator, "amina.b@example.net")


@pytest.mark.parametrize("right", ["is_superuser", "is_editor"])
def test_no_rights_come_in_by_the_back_door(mentor, double, administrator, right):
    setattr(double, right, True)

    with pytest.raises(merging.CannotMerge):
        merging.merge(mentor, double, administrator)


def test_an_administrator_sees_what_moves_and_types_the_address_twice(
    mentor, double, administrator
):
    client = sign_in(Client(), administrator)
    url = f"/admin/people/user/{mentor.pk}/merge/"

    shown = client.post(url, {"email": double.email}).content.decode()
    assert "Roles: 2" in shown
    assert User.objects.get(pk=double.pk).is_active
    assert f'name="shown" value="{double.pk}"' in shown

    done = client.post(url, {"email": double.email, "again": double.email, "shown": double.pk})

    assert done.url == url
    assert "0 of 2 moved" in client.get(url).content.decode()
    merge_accounts([AccountMerge.objects.get().pk])
    assert "0 of" not in client.get(url).content.decode()
    assert not User.objects.get(pk=double.pk).is_active


@pytest.mark.parametrize("again", ["", "somebody@else.example"])
def test_a_missing_or_other_second_address_says_so_and_merges_nothing(
    mentor, double, administrator, again
):
    client = sign_in(Client(), administrator)
    url = f"/admin/people/user/{mentor.pk}/merge/"

    response = client.post(url, {"email": double.email, "again": again, "shown": double.pk})

    assert response.status_code == 422
    assert "Type the address above once more" in response.content.decode()
    assert "Roles: 2" in response.content.decode()
    assert not AccountMerge.objects.exists()


def test_an_account_that_was_not_shown_is_shown_first(mentor, double, administrator):
    other = User.objects.create(email="other@example.net")
    client = sign_in(Client(), administrator)
    url = f"/admin/people/user/{mentor.pk}/merge/"

    response = client.post(url, {"email": double.email, "again": double.email, "shown": other.pk})

    assert "Roles: 2" in response.content.decode()
    assert not AccountMerge.objects.exists()


def test_a_mistyped_address_says_so(mentor, administrator):
    client = sign_in(Client(), administrator)

    response = client.post(f"/admin/people/user/{mentor.pk}/merge/", {"email": "no@example.net"})

    assert response.status_code == 422
    assert "Nobody has this address." in response.content.decode()
