"""The demo of `make run`."""

from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from contact.models import Request, Topic
from mentorhub.home.demo.accounts import ACCOUNTS, PASSWORD
from mentorhub.home.demo.articles import OF_TOPICS
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.search import gaps, weeks
from mentorhub.search.models import QueryLog
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_it_fills_an_empty_database_once(capsys):
    call_command("load_demo")
    assert {request.status for request in Request.objects.all()} >= {"open", "pending", "solved"}
    its_people_can_sign_in()
    its_addresses_exist_nowhere()
    its_searches_make_a_report()
    assert Topic.objects.filter(articles__isnull=False).distinct().count() == len(OF_TOPICS)
    assert Topic.articles.through.objects.count() == sum(map(len, OF_TOPICS.values()))
    before = counts()
    call_command("load_demo")
    assert counts() == before


def its_people_can_sign_in() -> None:
    for role, email in ACCOUNTS:
        client = Client()
        client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert client.get("/accounts/profile/").status_code == 200, role
    rights = {role: access.of(User.objects.get(email=email)) for role, email in ACCOUNTS}
    assert rights["mentor"].mentored
    assert rights["assessor"].assessed
    assert rights["manager"].managed
    assert rights["editor"].is_editor
    assert rights["administrator"].is_superuser


def its_addresses_exist_nowhere() -> None:
    """Their domains are set aside for examples."""
    addresses = set(User.objects.values_list("email", flat=True))
    addresses |= set(OutgoingEmail.objects.values_list("to_address", flat=True))
    assert [each for each in addresses if not each.endswith((".example", "@example.net"))] == []


def its_searches_make_a_report() -> None:
    found = {gap.words: gap for gap in gaps.gaps(90)}
    assert len(found) >= 6 and max(len(gap.wordings) for gap in found.values()) >= 3
    chart = weeks.chart()
    assert sum(week.searches > week.found > week.deflected > 0 for week in chart.weeks) >= 9


def counts() -> list[int]:
    return [model.objects.count() for model in [Request, User, OutgoingEmail, QueryLog]]


def test_a_database_that_has_people_is_left_as_it_is():
    people.user("Amina Berger")
    call_command("load_demo")
    assert (User.objects.count(), Request.objects.count()) == (1, 0)


def test_a_real_site_gets_no_people_with_a_known_password(settings):
    settings.SITE = urlsplit("https://support.example.org")
    with pytest.raises(CommandError, match="localhost only"):
        call_command("load_demo")
    assert not User.objects.exists()
