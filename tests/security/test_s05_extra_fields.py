"""S05: a form sets what it shows, whatever else is sent along."""

import uuid

import pytest
from django.test import Client

from contact.models import Message, Request
from contact.states import Status
from guides.models import Note
from helpcenter.models import Vote
from mentorhub.people.models import Role, User
from tests.cast import Cast
from tests.contact.test_new_request import URL, fields
from tests.factories import contact, guides, helpcenter

LONG_AGO = "2001-01-01 00:00"


def extra(cast: Cast) -> dict[str, object]:
    """Everything that somebody might want to set, under every name that it has."""
    other = cast.other_mentor
    return {
        "sender": other.pk,
        "mentor": other.pk,
        "user": other.pk,
        "author": other.pk,
        "status": Status.CLOSED,
        "state": "published",
        "assignee": other.pk,
        "team": cast.finance.pk,
        "reference": "MH-1",
        "number": 1,
        "created": LONG_AGO,
        "created_at": LONG_AGO,
        "routed_at": LONG_AGO,
        "due_at": LONG_AGO,
        "solved_at": LONG_AGO,
        "is_internal": "on",
        "is_flagged": "on",
        "version": 99,
        "id": 1,
        "pk": 1,
        "follows": 1,
        "is_staff": "on",
        "is_superuser": "on",
        "is_editor": "on",
        "is_active": "",
        "roles": [1],
        "groups": [1],
        "teams": [cast.finance.pk],
        "email": other.email,
        "password": "another quiet place",
    }


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def of_mentor(mentor_request: Request, cast: Cast) -> bool:
    """Whether it is as the form alone would have made it."""
    return (
        mentor_request.sender == cast.mentor
        and mentor_request.email == cast.mentor.email
        and mentor_request.status == Status.NEW
        and mentor_request.assignee is None
        and mentor_request.team is None
        and mentor_request.routed_at is None
        and mentor_request.created_at.year > 2001
        and mentor_request.follows is None
    )


def test_s05_a_request_is_its_sender_s_and_new(browser: Client, cast: Cast):
    sent = {**extra(cast), **fields(cast)}
    assert browser.post(URL, sent).status_code == 302
    assert of_mentor(Request.objects.get(), cast)
    message = Message.objects.get()
    assert (message.author, message.is_internal) == (cast.mentor, False)


def test_s05_a_path_that_is_not_theirs_is_refused(browser: Client, cast: Cast):
    project = cast.other_path.projects.all()[0]
    for field, value in [("path", cast.other_path.pk), ("project", project.pk)]:
        assert browser.post(URL, fields(cast, **{field: value})).status_code == 422
    assert not Request.objects.exists()


def test_s05_a_stranger_sends_as_themselves(client: Client, cast: Cast):
    cast.mentor  # noqa: B018 (made before the request)
    sent = {**extra(cast), **fields(cast, name="Robin", email="robin@example.net")}
    assert client.post(URL, sent).status_code == 302
    mentor_request = Request.objects.get()
    assert (mentor_request.sender, mentor_request.email) == (None, "robin@example.net")
    assert (mentor_request.status, mentor_request.assignee) == (Status.NEW, None)


def test_s05_a_reply_is_a_public_message_of_its_sender(browser: Client, cast: Cast):
    asked = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    sent = {**extra(cast), "token": uuid.uuid4(), "body": "Thank you."}
    assert browser.post(f"{asked.get_absolute_url()}reply/", sent).status_code == 302
    reply = Message.objects.order_by("-pk")[0]
    assert (reply.author, reply.is_internal, reply.body) == (cast.mentor, False, "Thank you.")
    assert reply.request == asked
    asked.refresh_from_db()
    assert (asked.status, asked.assignee) == (Status.OPEN, cast.manager)


def test_s05_a_profile_gives_no_rights(browser: Client, cast: Cast):
    sent = {**extra(cast), "name": "Amina B.", "time_zone": ""}
    assert browser.post("/accounts/profile/", sent).status_code == 302
    person = User.objects.get(pk=cast.mentor.pk)
    assert (person.name, person.email) == ("Amina B.", "amina@mentorhub.example")
    assert (person.is_superuser, person.is_editor, person.is_active) == (False, False, True)
    assert not person.teams.exists()
    assert set(Role.objects.filter(user=person).values_list("kind", flat=True)) == {"mentor"}
    assert person.password == cast.mentor.password


def test_s05_a_vote_and_a_note_are_their_writers(browser: Client, cast: Cast):
    article = helpcenter.article("A no-show", cast.path)
    browser.post(f"{article.get_absolute_url()}vote/", {**extra(cast), "helpful": "yes"})
    assert Vote.objects.filter(article=article, at__year__gt=2001).count() == 1
    guides.guide(cast.path)
    page = "/guides/data-analyst/2/notes/clean-the-data/"
    sent = {**extra(cast), "token": uuid.uuid4(), "body": "Three?"}
    assert browser.post(page, sent).status_code == 302
    assert Note.objects.get().author == cast.mentor


def test_s05_sign_up_gives_no_rights(client: Client, cast: Cast, settings):
    settings.SIGNUP_OPEN = True
    form = {**extra(cast), "email": "nina@example.net", "password1": "a quiet place to lie"}
    client.post("/accounts/signup/", form)
    person = User.objects.get(email="nina@example.net")
    assert (person.is_superuser, person.is_editor) == (False, False)
    assert not person.teams.exists() and not person.roles.exists()
