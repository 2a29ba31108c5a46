"""Requests that Camille has open while she is away, with David as her cover."""

import pytest

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import Cast
from tests.factories import contact, people


@pytest.fixture
def cover(cast: Cast) -> User:
    """David, of the other path."""
    return cast.other_manager


@pytest.fixture
def requests(cast: Cast, cover: User) -> list[Request]:
    """Two of Amina's, one of Priya's; all with Camille, who goes away with David as her cover."""
    assert cast.manager
    made = [
        contact.routed(sender, cast.path, cast.topic, subject=subject)
        for sender, subject in [
            (cast.mentor, "A late student"),
            (cast.mentor, "A lost notebook"),
            (cast.colleague, "Two no-shows"),
        ]
    ]
    people.absence(cast.manager, cover=cover)
    OutgoingEmail.objects.all().delete()
    return made
