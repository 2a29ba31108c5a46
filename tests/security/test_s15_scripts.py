"""S15, S17, S19, S22: what people write is shown, and never run, fetched or followed."""

import pytest
from django.test import Client

from contact.models import Attachment, Message, Request
from mentorhub.content import markdown
from mentorhub.mail.models import OutgoingEmail
from tests.contact.test_new_request import URL, fields
from tests.factories import contact

from .markup import dangers
from .payloads import CANARY, PAYLOADS, one_line


def test_s15_there_are_enough_of_them():
    assert len(set(PAYLOADS)) >= 150


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s17_markdown_makes_nothing_of_it_that_runs(payload):
    for html in [markdown.render(payload).html, markdown.render_note(payload)]:
        assert dangers(str(html)) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s19_no_text_makes_a_reader_ask_another_site(payload):
    """A link may lead there; nothing is fetched by looking."""
    for html in [markdown.render(payload).html, markdown.render_note(payload)]:
        assert f'src="https://{CANARY}' not in html
        assert f'src="//{CANARY}' not in html


def test_s19_a_picture_of_another_site_is_a_link_to_it():
    html = markdown.render(f"![A screen](https://{CANARY}/x.png)").html
    assert html == (f'<p><a href="https://{CANARY}/x.png" rel="noopener">A screen</a></p>\n')


@pytest.mark.django_db
def test_s15_every_email_shows_it_as_text(cast):
    """One request with all of them, through every kind of email about it."""
    everything = "\n\n".join(PAYLOADS).replace("\0", "")  # which no form takes
    cast.mentor.name = '"><img src=x onerror=alert(1)>'
    cast.mentor.save()
    assert cast.manager
    asked = contact.routed(
        cast.mentor,
        cast.path,
        cast.topic,
        subject="<script>alert(1)</script>",
        body=everything,
        files=[contact.file("<svg onload=alert(1)>.txt")],
    )
    contact.answer(asked, cast.manager, everything)
    contact.reply(asked, everything)
    emails = OutgoingEmail.objects.all()
    assert {email.kind for email in emails} >= {
        "contact/acknowledgement",
        "contact/answer",
        "contact/reply",
        "contact/routed",
    }
    for email in emails:
        # The styles and the head are ours; nothing that was written stands in them.
        found = dangers(email.html, {"script", "iframe", "object", "form", "input", "base", "svg"})
        assert [it for it in found if " style=" not in it] == [], email.kind
        assert "<img src=x" not in email.html and "<script" not in email.html


@pytest.mark.django_db
def test_s15_every_field_of_the_form_takes_it_and_shows_it_as_text(cast, settings):
    settings.REQUESTS_AN_HOUR = 10_000
    client = Client()
    client.force_login(cast.mentor)
    for payload in PAYLOADS:
        data = fields(cast, subject=one_line(payload)[:150] or "x", body=payload)
        if client.post(URL, data).status_code != 302:  # with what no line may hold
            assert client.post(URL, {**data, "body": one_line(payload)}).status_code == 302
        # One that is open and much like it would be shown first.
        Request.objects.update(status=Request.Status.CLOSED)
    assert Request.objects.count() == len(PAYLOADS)
    assert Message.objects.count() == len(PAYLOADS)
    assert not Attachment.objects.exists()
    for number in range(1, 9):
        page = client.get("/contact/requests/", {"page": number}).content.decode()
        assert "alert(1)" in page or number > 1
        assert "<img src=x" not in page and "<script>alert" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_s15_what_an_address_fills_in_stays_text(client: Client, payload):
    page = client.get(URL, {"subject": payload, "body": payload, "article": payload})
    searched = client.get("/search/", {"q": payload, "kind": payload, "path": payload})
    missing = client.get("/help/" + payload.replace("\0", ""))
    for response in [page, searched, missing]:
        ours = {"base", "object", "embed", "iframe", "applet", "frame", "math", "style"}
        assert dangers(response.content.decode(), ours) == []
