"""A public sender's door: the signed link in their email."""

import datetime
import uuid

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from contact import links
from contact.models import Attachment, Request
from contact.states import Status
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast
from tests.factories import contact


@pytest.fixture
def public(cast: Cast) -> Request:
    mentor_request = contact.pending(None, cast.path, cast.topic, cast.manager)
    contact.note(mentor_request, cast.manager, "A secret between managers")
    return mentor_request


def url_of(mentor_request: Request) -> str:
    return links.link_to(mentor_request).removeprefix("http://localhost")


def expired_url_of(mentor_request: Request, monkeypatch: pytest.MonkeyPatch) -> str:
    """A link as it was made a hundred days ago."""
    then = (timezone.now() - datetime.timedelta(days=100)).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: then)  # the clock is the edge
        return url_of(mentor_request)


def test_the_link_shows_the_conversation_and_no_internal_note(
    client: Client, public: Request
) -> None:
    page = client.get(url_of(public)).content.decode()

    assert "Do this." in page
    assert "A secret between managers" not in page


def test_the_link_allows_a_reply_and_to_mark_it_as_solved(client: Client, public: Request) -> None:
    url = url_of(public)

    client.post(f"{url}reply/", {"token": uuid.uuid4(), "body": "Thank you"})
    assert public.messages.filter(body="Thank you", author=None).count() == 1
    client.post(f"{url}solved/")

    public.refresh_from_db()
    assert public.status == Status.SOLVED


def test_s23_the_link_serves_the_files_of_its_request_only(client: Client, cast: Cast) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    public = contact.routed(None, cast.path, cast.topic, files=[contact.file("mine.txt")])
    contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file("theirs.txt")])

    mine, theirs = (Attachment.objects.get(name=name) for name in ["mine.txt", "theirs.txt"])
    assert client.get(f"{url_of(public)}files/{mine.pk}/").getvalue() == b"Some notes."
    assert client.get(f"{url_of(public)}files/{theirs.pk}/").status_code == 404


def test_forged_links_are_missing(client: Client, public: Request, cast: Cast) -> None:
    genuine = url_of(public)
    token = genuine.rstrip("/").rpartition("/")[2]
    other_purpose = signing.dumps([public.pk, public.email], salt="contact.request-sent")
    forged = [
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        token.swapcase(),
        token[:20],
        "x",
        other_purpose,
        signing.dumps("nonsense", salt=links.SALT),
        signing.dumps([public.pk, public.email], salt=links.SALT),
        signing.dumps(["x"], salt=links.SALT),
        signing.dumps([10**30], salt=links.SALT),
    ]

    for bad in forged:
        assert client.get(f"/contact/link/{bad}/").status_code == 404, bad
        posted = {"token": uuid.uuid4(), "body": "Hello"}
        assert client.post(f"/contact/link/{bad}/reply/", posted).status_code == 404, bad
        assert client.post(f"/contact/link/{bad}/renew/").status_code == 404, bad
    assert not public.messages.filter(body="Hello").exists()


def test_a_link_never_opens_the_request_of_somebody_with_an_account(
    client: Client, cast: Cast
) -> None:
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)

    assert client.get(url_of(mentor_request)).status_code == 404


def test_an_expired_link_offers_a_new_one_and_mails_it_once(
    client: Client, public: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = expired_url_of(public, monkeypatch)

    response = client.get(url)
    assert response.status_code == 410
    assert "Do this." not in response.content.decode()
    assert client.post(f"{url}reply/", {"token": uuid.uuid4(), "body": "x"}).status_code == 404
    for _time in range(3):
        assert client.post(f"{url}renew/").status_code == 302

    email = OutgoingEmail.objects.get(kind="contact/link")
    assert email.to_address == public.email
    assert "/contact/link/" in email.text


def test_a_genuine_link_needs_no_renewal(client: Client, public: Request) -> None:
    assert client.post(f"{url_of(public)}renew/").status_code == 404
    assert not OutgoingEmail.objects.filter(kind="contact/link").exists()


def test_looking_at_the_link_a_hundred_times_changes_nothing(
    client: Client, public: Request
) -> None:
    version = public.version + 1  # the note of the fixture
    for _time in range(20):
        client.get(url_of(public))
        client.head(url_of(public))

    public.refresh_from_db()
    assert public.version == version


def test_a_reply_to_a_closed_one_leads_to_the_follow_up(client: Client, cast: Cast) -> None:
    closed = contact.closed(None, cast.path, cast.topic, cast.manager)

    posted = {"token": uuid.uuid4(), "body": "Again"}
    response = client.post(f"{url_of(closed)}reply/", posted, follow=True)

    follow_up = Request.objects.get(follows=closed)
    assert follow_up.reference in response.content.decode()
