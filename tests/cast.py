"""The cast: a small school in which everybody has a name, and is made when first asked for.

Tests take `cast`, or one person by the name of their part: `mentor`, `manager` and so on.
"""

from functools import cached_property

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from contact.models import Topic
from mentorhub.paths.models import Path
from mentorhub.people.models import Team, User

from .factories import contact, paths, people


class Cast:
    """Two paths and who is what on them. Amina's path is Data Analyst; UX Designer is the other."""

    @cached_property
    def path(self) -> Path:
        return paths.path("Data Analyst", "Clean three sources", "Run a market study")

    @cached_property
    def other_path(self) -> Path:
        return paths.path("UX Designer", "Interview five users", "Map a journey")

    @cached_property
    def mentor(self) -> User:
        return people.mentor("Amina Berger", self.path)

    @cached_property
    def other_mentor(self) -> User:
        """On the other path."""
        return people.mentor("Leo Marin", self.other_path)

    @cached_property
    def colleague(self) -> User:
        """A mentor on Amina's path."""
        return people.mentor("Priya Nair", self.path)

    @cached_property
    def assessor(self) -> User:
        """On Amina's path."""
        return people.assessor("Jonas Keller", self.path)

    @cached_property
    def manager(self) -> User:
        """Of Amina's path."""
        return people.manager("Camille Laurent", self.path)

    @cached_property
    def other_manager(self) -> User:
        """Of the other path."""
        return people.manager("David Okafor", self.other_path)

    @cached_property
    def editor(self) -> User:
        return people.user("Elise Dubois", is_editor=True)

    @cached_property
    def administrator(self) -> User:
        return people.user("Alex Martin", is_superuser=True)

    @cached_property
    def nadia(self) -> User:
        """Of Finance support."""
        return people.user("Nadia Benali")

    @cached_property
    def finance(self) -> Team:
        return people.team("Finance support", self.nadia)

    @cached_property
    def fallback(self) -> Team:
        """Gets what nobody can take."""
        return people.team("Mentor support", people.user("Lena Fischer"), is_fallback=True)

    @cached_property
    def topic(self) -> Topic:
        """Answered by the manager of the path."""
        return contact.topic("Student progress")

    @cached_property
    def invoices(self) -> Topic:
        """Answered by Finance support."""
        return contact.topic("Invoices", self.finance, hours=18)


def sign_in(client: Client, user: User) -> Client:
    """Sign in with a second factor, as staff must."""
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password", email=user.email)
    record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def mentor(cast: Cast) -> User:
    return cast.mentor


@pytest.fixture
def other_mentor(cast: Cast) -> User:
    return cast.other_mentor


@pytest.fixture
def assessor(cast: Cast) -> User:
    return cast.assessor


@pytest.fixture
def manager(cast: Cast) -> User:
    return cast.manager


@pytest.fixture
def other_manager(cast: Cast) -> User:
    return cast.other_manager


@pytest.fixture
def editor(cast: Cast) -> User:
    return cast.editor


@pytest.fixture
def administrator(cast: Cast) -> User:
    return cast.administrator
