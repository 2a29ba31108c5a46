"""R17: uploads that are too large, too many or not what they say cost the site next to nothing."""

import os
import socket
import time
import uuid
from pathlib import Path

import pytest
import requests
from django.conf import settings

from contact.models import Attachment, Request
from mentorhub.content.files import MOST_BYTES
from tests.rig.stack import Stack

from .conftest import School

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("collected_static")]

EDGE = "edge-of-a-part"
A_SECOND, MOST_GROWTH = 1.0, 50 * 1024**2
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


class Sender:
    """Sends raw bytes to the public form, with a token that the site gave."""

    def __init__(self, stack: Stack, school: School) -> None:
        stack.start_web()
        self.port, self.school = stack.port, school
        self.parent = stack.children["web"].pid
        self.page = f"{stack.url}/contact/"
        answer = requests.get(self.page, timeout=30)
        assert answer.ok, answer.text[:3000] + stack.log("web")[-3000:]
        self.csrf = answer.cookies[settings.CSRF_COOKIE_NAME]

    def part(self, name: str, value: object, more: str = "") -> bytes:
        return (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
        ).encode()

    def file(self, content: bytes, encoding: str = "") -> bytes:
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
        head += "Content-Type: text/plain\r\n" + encoding
        return head.encode() + b"\r\n" + content + b"\r\n"

    def body(self, *parts: bytes) -> bytes:
        fields = {
            "csrfmiddlewaretoken": self.csrf,
            "token": uuid.uuid4(),
            "path": self.school.path.pk,
            "topic": self.school.topic.pk,
            "subject": "Question",
            "body": "What shall I do?",
            "name": "Robin",
            "email": "robin@example.net",
        }
        said = b"".join(self.part(name, value) for name, value in fields.items())
        return said + b"".join(parts) + f"--{EDGE}--\r\n".encode()

    def head(self, *lines: str) -> bytes:
        return "\r\n".join(
            [
                "POST /contact/ HTTP/1.1",
                f"Host: localhost:{self.port}",
                f"Cookie: {settings.CSRF_COOKIE_NAME}={self.csrf}",
                f"Content-Type: multipart/form-data; boundary={EDGE}",
                "Connection: close",
                *lines,
                "\r\n",
            ]
        ).encode()

    def status(self, *pieces: bytes) -> int:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            try:
                for piece in pieces:
                    line.sendall(piece)
            except OSError:  # it has heard enough
                pass
            return int(line.makefile("rb").readline().split()[1])

    def workers(self) -> list[str]:
        return Path(f"/proc/{self.parent}/task/{self.parent}/children").read_text().split()

    def cpu(self) -> float:
        """Seconds that all workers have used."""
        stats = [Path(f"/proc/{pid}/stat").read_text().split() for pid in self.workers()]
        return sum(int(stat[13]) + int(stat[14]) for stat in stats) / TICKS

    def memory(self) -> int:
        """Bytes of the largest worker."""
        sizes = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in self.workers()]
        return max(int(size) for size in sizes) * PAGE


@pytest.fixture
def sender(stack: Stack, school: School) -> Sender:
    return Sender(stack, school)


def posts(sender: Sender) -> dict[str, list[bytes]]:
    """What is sent, by what is wrong with it."""

    def whole(*parts: bytes) -> list[bytes]:
        body = sender.body(*parts)
        return [sender.head(f"Content-Length: {len(body)}"), body]

    good = sender.body(sender.file(b"words"))
    return {
        "a byte too large": whole(sender.file(b"x" * (MOST_BYTES + 1))),
        "thousands of parts": whole(*[sender.part("x", "y")] * 2_600),
        "a thousand files": whole(*[sender.file(b"words")] * 1_000),
        "without a length": [sender.head(), good],
        "a length that is too small": [sender.head("Content-Length: 40"), good],
        "a part of base64 full of spaces": whole(
            sender.file(b" " * 5_000_000, "Content-Transfer-Encoding: base64\r\n")
        ),
    }


CASES = [
    "a byte too large", "thousands of parts", "a thousand files", "without a length",
    "a length that is too small", "a part of base64 full of spaces",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_r17_a_bad_upload_is_refused_and_costs_next_to_nothing(sender: Sender, case: str) -> None:
    sent = posts(sender)[case]
    for _warm in range(4):  # both workers have done their first things
        requests.get(sender.page, timeout=30)
    cpu, memory = sender.cpu(), sender.memory()

    status = sender.status(*sent)

    assert 400 <= status < 500
    assert sender.cpu() - cpu <= A_SECOND
    assert sender.memory() - memory < MOST_GROWTH
    assert not Request.objects.exists() and not Attachment.objects.exists()


def test_r17_slow_senders_keep_nobody_waiting(sender: Sender) -> None:
    """Of eight threads three hear one byte a second; nginx, in production, would take those too."""
    body = sender.body(sender.file(b"words"))
    lines = [socket.create_connection(("127.0.0.1", sender.port), timeout=30) for _ in range(3)]
    for line in lines:
        line.sendall(sender.head(f"Content-Length: {len(body)}"))
    answered = []
    for second in range(5):
        for line in lines:
            line.sendall(body[second : second + 1])
        answered += [requests.get(sender.page, timeout=5).status_code for _time in range(5)]
        time.sleep(1)
    for line in lines:
        line.close()

    assert answered == [200] * 25
    assert not Request.objects.exists()
