"""One's own profile, and the hours one reads."""

import datetime
import zoneinfo

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Request
from mentorhub.people.models import User
from tests.cast import Cast, sign_in
from tests.factories import contact

PROFILE = "/accounts/profile/"


def test_it_saves_name_and_time_zone(client: Client, mentor):
    client.force_login(mentor)
    response = client.post(PROFILE, {"name": "Amina B.", "time_zone": "Asia/Kathmandu"})
    assert (response.status_code, response.url) == (302, PROFILE)
    mentor.refresh_from_db()
    assert (mentor.name, mentor.time_zone) == ("Amina B.", "Asia/Kathmandu")


def test_it_is_for_who_is_signed_in(client: Client, mentor):
    assert client.get(PROFILE).url == f"/accounts/login/?next={PROFILE}"
    assert client.post(PROFILE, {"name": "Eve"}).status_code == 302
    assert client.put(PROFILE).status_code == 302
    client.force_login(mentor)
    assert client.put(PROFILE).status_code == 405


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x" * 121),
        ("name", "Amina\nBerger"),
        ("name", "Amina\r\nBcc: eve@example.org"),
        ("name", "Amina\u2028Berger"),
        ("name", "Amina \u202eregreB"),
        ("name", "Amina\u200bBerger"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "Europe/Paris\x00"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_changes_nothing(client, mentor, field, value):
    client.force_login(mentor)
    form = {"name": "Amina B.", "time_zone": "Asia/Kathmandu"}
    response = client.post(PROFILE, {**form, field: value})
    assert response.status_code == 200
    assert b'aria-invalid="true"' in response.content
    mentor.refresh_from_db()
    assert (mentor.name, mentor.time_zone) == ("Amina Berger", "")


@pytest.mark.parametrize("name", ["Łukasz Żółć", "O'Neill-Smith", "王小明", "නයන ශ්‍රී", "می‌خواهم"])
def test_a_name_of_any_script_is_taken(client: Client, mentor, name):
    client.force_login(mentor)
    assert client.post(PROFILE, {"name": name, "time_zone": ""}).status_code == 302
    mentor.refresh_from_db()
    assert mentor.name == name


def test_s05_nothing_more_than_the_form_asks_for_can_be_set(client: Client, mentor):
    client.force_login(mentor)
    extra = ["is_superuser", "is_editor", "is_active", "is_staff", "groups", "user_permissions"]
    form = {"name": "Amina", "time_zone": "", **dict.fromkeys(extra, "on")}
    client.post(PROFILE, {**form, "email": "eve@example.org", "password": "x"})
    mentor.refresh_from_db()
    assert (mentor.is_superuser, mentor.is_editor, mentor.email) == (
        False,
        False,
        "amina@mentorhub.example",
    )


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("", "23:45"),  # the school's, Europe/Paris
        ("Asia/Kathmandu", "03:30"),
        ("Pacific/Chatham", "10:30"),
        ("America/Los_Angeles", "14:45"),
    ],
)
def test_hours_are_the_readers(client: Client, cast: Cast, zone, shown):
    request = contact.submitted(cast.mentor, cast.path, cast.topic)
    due = datetime.datetime(2027, 7, 1, 21, 45, tzinfo=datetime.UTC)
    Request.objects.update(due_at=due)
    User.objects.filter(pk=cast.manager.pk).update(time_zone=zone)
    page = sign_in(client, cast.manager).get(request.desk_url).content.decode()
    assert shown in page


def test_the_zone_of_one_reader_is_not_that_of_the_next(client: Client, mentor):
    User.objects.update(time_zone="Asia/Kathmandu")
    client.force_login(mentor)
    client.get(PROFILE)
    assert timezone.get_current_timezone() == zoneinfo.ZoneInfo("Europe/Paris")
