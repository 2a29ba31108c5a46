"""A published guide, its editor at work, the pages of its notes, and its emails."""

import pytest
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.factories import guides as factory


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """Of Amina's path; no editor of its own."""
    return factory.guide(cast.path)


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The editor's."""
    return sign_in(Client(), cast.editor)


def page_of(guide: Guide, anchor: str = "clean-the-data") -> str:
    """Where the notes of a part stand."""
    project = guide.project
    return reverse("guides:part_notes", args=[project.path.slug, project.number, anchor])


def told(kind: str = "guides/note") -> dict[str, str]:
    """The texts of the emails of a kind by whom they go to."""
    return {it.to_address: it.text for it in OutgoingEmail.objects.filter(kind=kind)}
