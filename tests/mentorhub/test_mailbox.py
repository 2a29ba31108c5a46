"""The local mailbox: what it is sent is kept, and shown safely however odd it is."""

import base64
import http.client
import re
import smtplib  # noqa: TID251 (the mailbox is a server; this is its client)
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from mentorhub.embedded import processes
from mentorhub.mailbox import letters as letters_module
from mentorhub.mailbox.letters import Letters, header, parse, parts
from mentorhub.mailbox.web import html_part, letter_page, linked, list_page
from mentorhub.run.environment import free_port

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def letters(tmp_path: Path) -> Letters:
    return Letters(tmp_path / "mailbox")


def mail(subject: str = "Your request", text: str = "Hello", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "MentorHub <support@mentorhub.example>"
    message["To"] = "Amina <amina@mentorhub.example>"
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def shown(letters: Letters, raw: bytes, *recipients: str) -> str:
    """The page of a letter with that content."""
    letters.add(raw, list(recipients))
    letter = letters.newest_first()[0]
    return letter_page(letter, letters.path(letter.name).read_bytes())


def test_letters_are_listed_newest_first_and_outlast_a_restart(letters: Letters) -> None:
    for subject in ["first", "second"]:
        letters.add(mail(subject).as_bytes(), ["amina@mentorhub.example"])

    again = Letters(letters.folder)

    assert [letter.subject for letter in letters.newest_first()] == ["second", "first"]
    assert again.newest_first() == letters.newest_first()


def test_a_blind_copy_is_found_by_its_recipient(letters: Letters) -> None:
    letters.add(mail().as_bytes(), ["amina@mentorhub.example", "Hidden@mentorhub.example"])
    letters.add(mail().as_bytes(), ["jonas@mentorhub.example"])

    assert len(letters.newest_first("hidden@")) == 1


def test_the_oldest_leave_when_there_are_too_many(
    letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters_module, "KEPT", 2)
    for subject in ["1", "2", "3"]:
        letters.add(mail(subject).as_bytes(), ["amina@mentorhub.example"])

    assert [letter.subject for letter in letters.newest_first()] == ["3", "2"]
    assert len(list(letters.folder.iterdir())) == 2


def test_an_empty_mailbox_says_what_to_expect() -> None:
    assert "Nothing was sent yet" in list_page([], "", 0)
    assert "Nothing was sent to &lt;b&gt;" in list_page([], "<b>", 0)


def test_only_the_list_refreshes_itself(letters: Letters) -> None:
    assert 'http-equiv="refresh"' in list_page([], "", 0)
    assert 'http-equiv="refresh"' not in shown(letters, mail().as_bytes())


def test_a_long_list_has_pages(letters: Letters) -> None:
    for number in range(101):
        letters.add(mail(f"letter {number}").as_bytes(), ["amina@mentorhub.example"])
    found = letters.newest_first()

    assert list_page(found, "", 0).count("<li>") == 100
    assert 'href="/?to=&amp;skip=100"' in list_page(found, "", 0)
    assert list_page(found, "", 100).count("<li>") == 1
    assert "skip=" not in list_page(found, "", 100)


def test_what_was_written_is_escaped(letters: Letters) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    page = shown(letters, mail(nasty, nasty).as_bytes(), f'"{nasty}"@example.org')
    page += list_page(letters.newest_first(), nasty, 0)

    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_addresses_in_text_are_links_that_end_where_they_should() -> None:
    text = linked('See (https://a.example/x?b=1&c="2"), then http://b.example.')

    assert re.findall('href="([^"]*)"', text) == [
        "https://a.example/x?b=1&amp;c=",
        "http://b.example",
    ]
    assert text.endswith("</a>.")


def test_the_html_part_brings_its_own_images_and_opens_links_outside() -> None:
    message = mail(
        html='<!doctype html><p><img src="cid:logo"><img src="cid:none"><a href="/x">x</a>'
    )
    message.get_payload(1).add_related(PNG, "image", "png", cid="<logo>")

    html = html_part(parts(parse(message.as_bytes())))

    assert html.startswith('<!doctype html><base target="_blank"><p>')
    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in html
    assert 'src="cid:none"' in html


def test_files_are_offered_under_their_names(letters: Letters) -> None:
    message = mail()
    message.add_attachment(
        b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="été <1>.ics"
    )

    page = shown(letters, message.as_bytes())

    assert "été &lt;1&gt;.ics</a>" in page
    assert "text/calendar, 15 bytes" in page


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00no headers at all",
        b'Subject: =?utf-8?b?4pyT\r\nFrom: \xe9\xe8@x <>,,;;"\r\n\r\nx',
        b"Content-Type: text/html; charset=nosuch\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/plain; charset="utf-16"\r\n\r\nabc',
        b"To: "
        + b'"' * 900
        + b'\r\nContent-Disposition: attachment; filename="../../etc/passwd\r\n\r\nx',
        b"Content-Type: message/rfc822\r\n\r\nSubject: inside\r\n\r\nbody",
        b"From: =?x?q?=00=0A?=\r\nDate: never\r\nContent-Type: text/plain; charset=\x00\r\n\r\nx",
        b"Message-ID: <[broken\r\nContent-Type: ;;;\r\nContent-Disposition: \r\n\r\nx",
        b"Content-Type: text/plain; charset*=utf-8''%FF\r\nSubject: a\r\n b\r\n\r\nx",
    ],
)
def test_an_odd_letter_is_shown_all_the_same(letters: Letters, raw: bytes) -> None:
    page = shown(letters, raw, "odd@mentorhub.example")

    assert "odd@mentorhub.example" in page
    assert isinstance(html_part(parts(parse(raw))), str)


def test_a_header_is_read_as_its_reader_sees_it() -> None:
    message = parse(b"Subject: =?utf-8?q?Caf=C3=A9?=\r\n =?utf-8?q?_du_lundi?=\r\n\r\n")

    assert header(message, "subject") == "Café du lundi"
    assert header(message, "Reply-To") == ""


# --- The servers -----------------------------------------------------------------------------


@dataclass
class Mailbox:
    smtp: int
    web: int
    folder: Path

    def send(self, message: EmailMessage, *recipients: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as server:
            server.send_message(message, to_addrs=recipients)

    def get(self, path: str, host: str = "localhost") -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": f"{host}:{self.web}"})
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")
        finally:
            connection.close()


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    folder = tmp_path_factory.mktemp("mailbox")
    smtp = free_port(22000)
    found = Mailbox(smtp, free_port(smtp + 1), folder / "letters")
    command = [sys.executable, "-m", "mentorhub.mailbox", "--folder", found.folder]
    command += ["--smtp", str(found.smtp), "--web", str(found.web)]
    process = processes.start(command, folder / "log", cwd=ROOT)
    try:
        assert processes.wait_until(
            lambda: "to read at" in (folder / "log").read_text(), 60, process
        )
        assert processes.wait_until(lambda: answers(found), 60, process)
        yield found
    finally:
        processes.stop([process], 15, 10)


def answers(mailbox: Mailbox) -> bool:
    try:
        return mailbox.get("/")[0].status == 200
    except OSError:
        return False


@pytest.mark.processes
def test_what_is_sent_can_be_read(mailbox: Mailbox) -> None:
    message = mail("Réponse", "Your code: 123456", "<p>Your code: <b>123456</b><script>x</script>")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")

    mailbox.send(message, "amina@mentorhub.example")

    page = mailbox.get("/?to=amina@mentorhub.example")[1]
    found = re.search(r'<a href="/(\d+-\w+)"><b>Réponse</b>', page)
    assert found
    assert "Your code: 123456" in mailbox.get(f"/{found[1]}")[1]
    frame, html = mailbox.get(f"/{found[1]}/html")
    policy = frame.getheader("Content-Security-Policy") or ""
    assert "<b>123456</b>" in html
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    file, content = mailbox.get(f"/{found[1]}/2")
    assert (file.getheader("Content-Type"), content) == ("application/octet-stream", "%PDF")
    assert file.getheader("Content-Disposition") == "attachment; filename*=UTF-8''plan.pdf"
    assert mailbox.get(f"/{found[1]}/raw")[1].startswith("X-Envelope-To: amina@")


@pytest.mark.processes
@pytest.mark.parametrize("path", ["/none", "/../log", "/..%2flog", "/123/html", "/none/0"])
def test_what_is_no_letter_is_not_found(mailbox: Mailbox, path: str) -> None:
    assert mailbox.get(path)[0].status == 404


@pytest.mark.processes
@pytest.mark.parametrize("path", ["//", "/?skip=%C2%B2", "/?skip=-1", "/?to=%00%FF"])
def test_an_odd_address_is_the_list(mailbox: Mailbox, path: str) -> None:
    assert mailbox.get(path)[0].status == 200


@pytest.mark.processes
def test_another_name_for_this_machine_is_refused(mailbox: Mailbox) -> None:
    assert mailbox.get("/", host="mailbox.evil.example")[0].status == 403
