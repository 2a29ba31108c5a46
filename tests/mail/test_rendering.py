"""From templates and what people typed to a subject, a text and an HTML part."""

import pytest
from django.template import engines

from mentorhub.mail import outbox, rendering
from mentorhub.mail.models import State
from tests.factories import mail
from tests.rig.mail_sink import MailSink, html_of, text_of

from .conftest import send

HOSTILE = '<script>alert(1)</script> & "Tom\'s"'
BREAKS = {
    "CR LF": "\r\n",
    "LF": "\n",
    "CR": "\r",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "next line": "\x85",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
}


@pytest.fixture
def templates(settings) -> dict[str, str]:
    """Emails of our own: what the dictionary holds when a test renders."""
    texts: dict[str, str] = {}
    loaders = [("django.template.loaders.locmem.Loader", texts)]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": loaders},
        }
    ]
    assert engines.all()
    return texts


@pytest.mark.parametrize("line_break", BREAKS.values(), ids=BREAKS.keys())
def test_a_subject_is_one_line(templates, line_break):
    templates["email/test.subject.txt"] = "{% autoescape off %}{{ name }}{% endautoescape %}\n"
    templates["email/test.txt"] = templates["email/test.html"] = "-"
    rendered = rendering.render("test", {"name": f"Hello{line_break}Bcc: eve@example.org"})
    assert rendered.subject == "Hello Bcc: eve@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("line_break", BREAKS.values(), ids=BREAKS.keys())
def test_a_line_break_in_a_subject_adds_no_header_and_no_reader(sink: MailSink, line_break):
    subject = f"Hello{line_break}Bcc: eve@example.org{line_break}X-Evil: yes"
    content = rendering.from_text(subject, "Some words.")
    send(outbox.queue_rendered(content, kind="test", to="amina@example.net", key="injected"))
    [message] = sink.messages
    assert message["X-Recipients"] == "amina@example.net"
    assert message["Bcc"] is message["X-Evil"] is None
    assert message["Subject"] == "Hello Bcc: eve@example.org X-Evil: yes"


@pytest.mark.django_db
@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
def test_a_line_break_that_got_past_the_rendering_is_not_sent(sink: MailSink, line_break):
    email = mail.email("amina@example.net", f"Hello{line_break}Bcc: eve@example.org", key="raw")
    send(email)
    assert (email.state, sink.messages) == (State.FAILED, [])


def test_a_subject_has_300_characters_at_most():
    assert len(rendering.one_line("word " * 200)) <= 300


def test_a_text_is_not_escaped_and_html_is(templates):
    templates["email/test.subject.txt"] = "{% autoescape off %}{{ words }}{% endautoescape %}"
    templates["email/test.txt"] = "{% autoescape off %}{{ words }}{% endautoescape %}"
    templates["email/test.html"] = "<p>{{ words }}</p>"
    rendered = rendering.render("test", {"words": HOSTILE})
    assert rendered.subject == HOSTILE
    assert rendered.text == f"{HOSTILE}\n"
    assert "<script>" not in rendered.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in rendered.html


def test_what_a_person_typed_is_never_rendered_as_a_template(templates):
    templates["email/test.subject.txt"] = templates["email/test.txt"] = "{{ words }}"
    templates["email/test.html"] = "{{ words }}"
    rendered = rendering.render("test", {"words": "{{ site_url }} {% now 'Y' %} %(name)s {0}"})
    assert rendered.subject.startswith("{{ site_url }} {% now ")
    assert rendered.subject.endswith(" %} %(name)s {0}")


def test_a_style_sheet_is_written_into_the_elements_for_mail_programs(templates):
    templates["email/test.subject.txt"] = templates["email/test.txt"] = "-"
    templates["email/test.html"] = (
        "<style>p { color: red } @media (prefers-color-scheme: dark) { p { color: pink } }</style>"
        "<p>Hello</p>"
    )
    html = rendering.render("test", {}).html
    assert '<p style="color: red' in html
    assert "@media" in html


@pytest.mark.django_db
def test_the_words_of_another_library_get_an_html_part_of_the_same_words(sink: MailSink):
    content = rendering.from_text(
        " Sign in\n", f"Hello {HOSTILE}\n\nhttps://example.org/a?b=1&c=2\n"
    )
    send(outbox.queue_rendered(content, kind="test", to="amina@example.net", key="text"))
    [message] = sink.messages
    assert text_of(message) == f"Hello {HOSTILE}\n\nhttps://example.org/a?b=1&c=2\n"
    assert "<script>" not in html_of(message)
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html_of(message)
