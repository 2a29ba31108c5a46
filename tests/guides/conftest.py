"""A published guide, and the editor at work on it."""

import pytest
from django.test import Client

from guides.models import Guide
from tests.cast import Cast, sign_in
from tests.factories import guides as factory


@pytest.fixture
def guide(cast: Cast) -> Guide:
    return factory.guide(cast.path, editor=cast.editor)


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The editor's."""
    return sign_in(Client(), cast.editor)
