"""S13, S14, S39: nothing that was typed becomes a header, a reader, or a letter to a stranger."""

import email
import email.policy
import re
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact import links, routing
from contact.models import Request
from mentorhub.env import MailServer
from mentorhub.mail.models import OutgoingEmail, State
from tests.cast import Cast, sign_in
from tests.contact.test_new_request import URL, fields
from tests.factories import contact, guides, helpcenter, mail, people
from tests.mail.conftest import running_sink, send, sink
from tests.rig.mail_sink import MailSink

__all__ = ["running_sink", "sink"]
pytestmark = pytest.mark.django_db

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\0", "\r\n "]
ENCODED = ["%0d%0a", "=?utf-8?q?=0d=0a?=", "\\r\\n", "&#13;&#10;"]
FORGED = "Bcc: eve@example.net"
OURS = {
    "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "in-reply-to",
    "references", "auto-submitted", "x-auto-response-suppress", "list-unsubscribe",
    "list-unsubscribe-post", "x-recipients",
}  # fmt: skip


def send_all(sink: MailSink) -> None:
    """Send what is queued, and look at each that arrived."""
    emails = list(OutgoingEmail.objects.filter(state=State.QUEUED))
    send(*emails)
    assert len(sink.messages) == len(emails)
    for message, content in zip(sink.messages, sink.contents, strict=True):
        assert {name.lower() for name in message} <= OURS, message.keys()
        assert message["X-Recipients"] == message["To"]
        assert "eve@example.net" not in message["To"]
        head = content.partition(b"\r\n\r\n")[0]
        assert not re.search(rb"^bcc:", head, re.I | re.M)


@pytest.mark.parametrize("between", BREAKS + ENCODED)
def test_s13_a_subject_and_a_name_stay_one_line(cast: Cast, sink, between):
    planted = f"Hello{between}{FORGED}"
    assert cast.manager
    for name, data in {
        "subject": fields(cast, name="Robin", email="robin@example.net", subject=planted),
        "name": fields(cast, name=planted, email="robin@example.net"),
        "list": fields(cast, name="Robin", email="robin@example.net", subject=["A", planted]),
    }.items():
        status = Client().post(URL, data).status_code
        assert status in {302, 422}, name
        assert (status == 302) or between in BREAKS or name == "list", name
    for mentor_request in Request.objects.all():
        assert not set(mentor_request.subject + mentor_request.name) & set("\r\n\u2028\u2029\x85")
        routing.route(mentor_request.pk)
    send_all(sink)


@pytest.mark.parametrize("between", BREAKS)
def test_s13_a_profile_an_invitation_and_the_names_of_things_stay_one_line(cast: Cast, between):
    planted = f"Nina{between}{FORGED}"
    mentor, staff = Client(), sign_in(Client(), cast.administrator)
    mentor.force_login(cast.mentor)
    assert mentor.post("/accounts/profile/", {"name": planted}).status_code == 200
    for page, data in {
        "people/invitation": {"email": "nina@example.net", "name": planted},
        "people/team": {"name": planted, "members": []},
        "paths/path": {"name": planted, "slug": "new-path"},
        "contact/topic": {"name": planted, "slug": "new-topic", "first_answer_hours": "9"},
    }.items():
        staff.post(f"/admin/{page}/add/", data)
    for email_ in OutgoingEmail.objects.all():
        assert "\n" not in email_.subject and "\r" not in email_.subject
    cast.mentor.refresh_from_db()
    assert cast.mentor.name == "Amina Berger"


@pytest.mark.parametrize("between", BREAKS + ENCODED)
def test_s13_a_file_name_makes_no_header(cast: Cast, between):
    client = Client()
    client.force_login(cast.mentor)
    upload = SimpleUploadedFile("x.txt", b"words", "text/plain")
    # Past Django's own cleaning, as a file of an email would come.
    upload._name = f"plan{between}X-Planted: 1{between}.txt"
    sent = client.post(URL, fields(cast, files=[upload]), follow=True)
    found = re.search(r'href="(/contact/requests/\d+/files/[^"]+)"', sent.content.decode())
    if found:
        answer = client.get(found[1])
        assert "X-Planted" not in answer.headers
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        answer.getvalue()


def test_s13_what_another_flow_brings_into_a_subject_is_made_one_line(cast: Cast, sink):
    """Names and subjects that came by an import or by hand in the database, past every form."""
    assert cast.manager
    contact.routed(cast.mentor, cast.path, cast.topic, subject=f"A\r\n{FORGED}")
    guide = guides.guide(cast.path)
    guides.note(guide, cast.mentor, f"a\r\n{FORGED}", named=[cast.colleague])
    send_all(sink)


def test_s13_a_subject_of_two_lines_that_no_flow_made_is_not_sent(sink):
    """It ends among the failed ones, where staff see it, and holds up nobody else's."""
    forged = mail.email("amina@example.net", f"Hello\r\n{FORGED}")
    good = mail.email("leo@example.net")
    send(forged, good)
    assert [message["To"] for message in sink.messages] == ["leo@example.net"]
    assert (forged.state, good.state) == (State.FAILED, State.SENT)


# --- S14 -------------------------------------------------------------------------------------


def test_s14_a_stranger_s_words_are_not_mailed_to_an_address_that_nobody_proved(cast: Cast):
    words = {"subject": "Cheap heron pills", "body": "Buy at heron.example", "name": "Heron Pills"}
    Client().post(URL, fields(cast, email="victim@example.net", **words))
    [receipt] = OutgoingEmail.objects.filter(to_address="victim@example.net")
    for part in [receipt.subject, receipt.text, receipt.html]:
        assert "heron" not in part.lower()


def test_s14_one_receipt_for_a_request_however_often_its_form_comes(cast: Cast):
    form = fields(cast, name="Robin", email="robin@example.net")
    for _time in range(5):
        Client().post(URL, form)
    assert OutgoingEmail.objects.count() == 1


def test_s14_an_address_gets_5_receipts_an_hour_and_a_network_20(cast: Cast):
    for number in range(8):
        form = fields(cast, name="R", email="victim@example.net", subject=f"Q {number}")
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(URL, form)
    assert OutgoingEmail.objects.filter(to_address="victim@example.net").count() == 5
    for number in range(30):
        form = fields(cast, name="R", email=f"victim{number}@example.net", subject=f"Q {number}")
        Client(REMOTE_ADDR="198.51.100.7").post(URL, form)
    assert OutgoingEmail.objects.filter(to_address__startswith="victim").count() == 25


def test_s14_an_expired_link_mails_a_new_one_once_a_day(cast: Cast, monkeypatch):
    mentor_request = contact.submitted(None, cast.path, cast.topic)
    link = urlsplit(links.link_to(mentor_request)).path
    monkeypatch.setattr(links, "LIFETIME", links.LIFETIME * 0)
    for _time in range(5):
        Client().post(f"{link}renew/")
    assert OutgoingEmail.objects.filter(kind="contact/link").count() == 1


# --- S39 -------------------------------------------------------------------------------------


def one_of_each_kind(cast: Cast) -> None:
    """Every kind of email that the site sends about requests, guides, articles and accounts."""
    asked = contact.routed(cast.mentor, cast.path, cast.topic, body="word " * 1000)
    contact.answer(asked, cast.manager, "https://example.net/" + "x" * 2000)
    contact.reply(asked)
    contact.submitted(None, cast.path, cast.topic)
    people.invitation("nina@example.net", cast.administrator)
    guide = guides.guide(cast.path)
    guides.note(guide, cast.mentor, named=[cast.colleague])
    Client().post("/accounts/password/reset/", {"email": cast.mentor.email})
    Client().post("/accounts/login/code/", {"email": cast.mentor.email})
    Client().post("/accounts/login/code/", {"email": "nobody@example.net"})
    helpcenter.public("Late students")


def test_s39_every_kind_is_a_message_that_receivers_take(cast: Cast, sink):
    assert cast.manager and cast.colleague
    one_of_each_kind(cast)
    kinds = set(OutgoingEmail.objects.values_list("kind", flat=True))
    assert len(kinds) >= 8, kinds
    by_people = set(OutgoingEmail.objects.filter(automatic=False).values_list("to_address", "kind"))
    send_all(sink)
    for message, content in zip(sink.messages, sink.contents, strict=True):
        assert max(len(line) for line in content.split(b"\r\n")) <= 998
        assert not re.search(rb"(?<!\r)\n", content)
        assert message["From"] == "MentorHub <support@mentorhub.example>"  # aligned with what signs
        assert [part.get_content_type() for part in message.walk()][1:] == [
            "text/plain",
            "text/html",
        ]
        for header in ["Date", "Message-ID", "Subject", "To"]:
            assert len(message.get_all(header, [])) == 1, header
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        assert parsed.defects == []
    automatic = [it for it in sink.messages if it["Auto-Submitted"] == "auto-generated"]
    assert len(automatic) == len(sink.messages) - len(by_people)


def test_s39_where_tls_is_refused_nothing_is_sent_in_clear_text(sink, settings):
    """The server knows no STARTTLS: the email waits, and not a word of it has left."""
    letter = mail.email("amina@example.net", "A secret", body="heron")
    settings.MAIL_SERVER = MailServer("127.0.0.1", sink.port, "", "", "starttls")
    send(letter)
    assert sink.contents == []
    assert letter.state in {State.WAITING, State.FAILED}
    assert letter.sent_at is None
