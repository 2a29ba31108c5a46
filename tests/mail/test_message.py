"""What arrives at the mail server."""

import re

import pytest

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.mail.outbox import MOST_REFERENCES, Letter
from mentorhub.mail.rendering import Rendered
from mentorhub.relay import lanes
from tests.factories import mail
from tests.rig.mail_sink import MailSink, html_of, text_of

from .conftest import send

pytestmark = pytest.mark.django_db


def test_it_has_a_text_and_an_html_part_and_one_reader(sink: MailSink):
    send(mail.email("amina@example.net", body="Grüße, und „danke“."))
    [message] = sink.messages
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert text_of(message) == "Grüße, und „danke“.\n"
    assert html_of(message).strip() == "<p>Grüße, und „danke“.</p>"
    assert message["X-Recipients"] == message["To"] == "amina@example.net"
    assert message["From"] == "MentorHub <support@mentorhub.example>"
    assert message["Cc"] is message["Bcc"] is None


def test_its_message_id_is_the_one_of_its_row_under_the_domain_we_send_from(sink: MailSink):
    email = mail.email("amina@example.net")
    send(email)
    assert sink.messages[0]["Message-ID"] == email.message_id
    assert re.fullmatch(r"<[0-9a-f]{32}@mentorhub\.example>", email.message_id)


def test_bulk_mail_brings_the_one_click_way_out_along(sink: MailSink):
    letter = Letter(
        "amina@example.net", "k", Rendered("Hi", "Hi", "Hi"), unsubscribe_url="https://x/"
    )
    outbox.queue_all("test", [letter, letter], lane=lanes.BULK)
    send(OutgoingEmail.objects.get())
    [message] = sink.messages
    assert message["List-Unsubscribe"] == "<https://x/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_first_of_a_thread_refers_to_nothing(sink: MailSink):
    send(mail.email("amina@example.net"))
    [message] = sink.messages
    assert message["In-Reply-To"] is message["References"] is None


def test_an_answer_joins_the_thread_of_what_it_answers(sink: MailSink):
    first = mail.email("amina@example.net", "One")
    second = mail.email("amina@example.net", "Two", reply_to=first)
    third = mail.email("amina@example.net", "Three", reply_to=second)
    send(third)
    [message] = sink.messages
    assert message["In-Reply-To"] == second.message_id
    assert message["References"].split() == [first.message_id, second.message_id]


def test_a_long_thread_keeps_its_first_and_its_latest_references(sink: MailSink):
    thread = [mail.email("amina@example.net", "0")]
    for number in range(1, MOST_REFERENCES + 10):
        thread.append(mail.email("amina@example.net", str(number), reply_to=thread[-1]))
    send(thread[-1])
    ids = [email.message_id for email in thread[:-1]]
    assert sink.messages[0]["References"].split() == [ids[0], *ids[-MOST_REFERENCES:]]
    assert max(len(line) for line in sink.contents[0].split(b"\r\n")) <= 998


def test_what_the_machine_wrote_says_so_and_what_a_person_wrote_does_not(sink: MailSink):
    send(
        mail.email("machine@example.net", automatic=True),
        mail.email("person@example.net", automatic=False),
    )
    [by_machine] = sink.to("machine@example.net")
    [by_person] = sink.to("person@example.net")
    assert by_machine["Auto-Submitted"] == "auto-generated"
    assert by_machine["X-Auto-Response-Suppress"] == "All"
    assert by_person["Auto-Submitted"] is by_person["X-Auto-Response-Suppress"] is None


def test_a_line_that_begins_with_a_dot_and_a_very_long_one_arrive_whole(sink: MailSink):
    text = f".\n..\n{'long ' * 500}\nlast\n"
    email = outbox.queue_rendered(
        Rendered("Hello", text, f"<p>{'long ' * 500}</p>"),
        kind="test",
        to="amina@example.net",
        key="long",
    )
    send(email)
    assert text_of(sink.messages[0]) == text
    assert max(len(line) for line in sink.contents[0].split(b"\r\n")) <= 998


def test_every_line_ends_as_smtp_wants_it(sink: MailSink):
    send(mail.email("amina@example.net", body="one\ntwo\rthree\r\nfour"))
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", sink.contents[0]) is None


@pytest.mark.parametrize("subject", ["Été à Łódź 日本", "long " * 59 + "end", "=?utf-8?q?a=0Ab?="])
def test_a_subject_arrives_as_it_was_written(sink: MailSink, subject):
    send(mail.email("amina@example.net", subject, key="a subject"))
    assert sink.messages[0]["Subject"] == subject
