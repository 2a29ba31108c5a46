"""A small school for the whole site to run on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from contact.models import Topic
from mentorhub.env import MailServer
from mentorhub.paths.models import Path
from mentorhub.people.models import Role, User
from tests.rig.mail_sink import MailSink


@dataclass
class School:
    """One path with two managers and a mentor."""

    path: Path
    topic: Topic
    mentor: User
    manager: User
    colleague: User


def person(name: str, **fields: object) -> User:
    """A user with a proven address."""
    user = User.objects.create(name=name, email=f"{name.lower()}@mentorhub.example", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def school(transactional_db: None) -> School:
    path = Path.objects.create(name="Data Analyst", slug="data-analyst")
    topic = Topic.objects.create(name="Student progress", slug="student-progress")
    mentor, manager, colleague = person("Mentor"), person("Manager"), person("Colleague")
    Role.objects.create(user=mentor, path=path, kind=Role.Kind.MENTOR)
    Role.objects.create(user=manager, path=path, kind=Role.Kind.MANAGER)
    Role.objects.create(user=colleague, path=path, kind=Role.Kind.MANAGER)
    return School(path, topic, mentor, manager, colleague)


def session_of(user: User) -> str:
    """The session key of a signed-in browser."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def mail_goes_to(settings: Settings) -> Callable[[MailSink], None]:
    """Lets this very process send to a sink."""

    def point(server: MailSink) -> None:
        settings.MAIL_SERVER = MailServer("127.0.0.1", server.port, "", "", "off")

    return point
