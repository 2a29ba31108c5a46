"""The letters that were kept, and reading them however odd they are."""

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default as policy
from functools import partial
from pathlib import Path

KEPT = 2000  # the newest; older ones are removed
ENVELOPE = "X-Envelope-To"  # who it really went to: a blind copy is in no other header


@dataclass(frozen=True)
class Letter:
    """What the list shows of a letter."""

    name: str
    at: datetime
    sender: str
    recipients: str
    subject: str


class Letters:
    """The letters of a folder, one .eml file each, readable by any mail program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.known: dict[str, Letter] = {}
        for file in sorted(folder.glob("*.eml")):
            self.remember(file.stem, file.read_bytes())

    def add(self, raw: bytes, recipients: list[str]) -> None:
        """Keeps a message; it is there whole or not at all."""
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        address = (
            ", ".join(recipients).encode("utf-8", "replace").replace(b"\r", b"").replace(b"\n", b"")
        )
        raw = ENVELOPE.encode() + b": " + address + b"\r\n" + raw
        unfinished = self.folder / f"{name}.unfinished"
        unfinished.write_bytes(raw)
        unfinished.rename(self.path(name))
        self.remember(name, raw)

    def remember(self, name: str, raw: bytes) -> None:
        """Puts it on the list, and takes the oldest off when there are too many."""
        message = parse(raw[: 256 * 1024])
        with self.lock:
            self.known[name] = Letter(
                name=name,
                at=datetime.fromtimestamp(int(name.partition("-")[0]) / 1e9).astimezone(),
                sender=header(message, "From"),
                recipients=header(message, ENVELOPE) or header(message, "To"),
                subject=header(message, "Subject"),
            )
            surplus = [self.known.pop(name) for name in sorted(self.known)[:-KEPT]]
        for letter in surplus:
            self.path(letter.name).unlink(missing_ok=True)

    def newest_first(self, recipient: str = "") -> list[Letter]:
        """Those to an address that contains `recipient`."""
        with self.lock:
            letters = sorted(self.known.values(), key=lambda letter: letter.name, reverse=True)
        return [
            letter for letter in letters if recipient.casefold() in letter.recipients.casefold()
        ]

    def find(self, name: str) -> Letter | None:
        """The letter of that name."""
        return self.known.get(name)

    def path(self, name: str) -> Path:
        """The file of the letter of that name."""
        return self.folder / f"{name}.eml"


@dataclass(frozen=True)
class Part:
    """One piece of a letter: its text, or a file that came with it."""

    type: str
    filename: str
    content_id: str
    attached: bool
    content: bytes
    charset: str

    @property
    def text(self) -> str:
        """The content as text, whatever its charset claims to be."""
        for charset in [self.charset, "utf-8"]:
            try:
                return self.content.decode(charset)
            except (LookupError, ValueError):
                continue
        return self.content.decode("latin-1")


def parse(raw: bytes) -> EmailMessage:
    """Any bytes are some message."""
    return message_from_bytes(raw, _class=EmailMessage, policy=policy)


def header(message: Message, name: str) -> str:
    """A header as its reader sees it; empty when there is none."""
    return next((value for key, value in headers(message) if key.lower() == name.lower()), "")


def headers(message: Message) -> list[tuple[str, str]]:
    """All headers, in the order they came in."""
    return [
        (readable(name), asked(partial(policy.header_fetch_parse, name, raw), str(raw)))
        for name, raw in message.raw_items()
    ]


def asked(question: Callable[[], object], otherwise: str = "") -> str:
    """The answer, readable; the standard library's parser fails in many ways on what spam has."""
    try:
        return readable(str(question() or otherwise))
    except Exception:
        return readable(otherwise)


def readable(value: str) -> str:
    """Without line breaks, control characters and bytes that are no text."""
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def parts(message: Message) -> list[Part]:
    """The leaves of the message, in order."""
    found = []
    for part in message.walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        found.append(
            Part(
                type=part.get_content_type(),
                filename=asked(part.get_filename),
                content_id=header(part, "Content-ID").strip("<> "),
                attached=asked(part.get_content_disposition) == "attachment",
                content=content,
                charset=asked(part.get_content_charset, "utf-8"),
            )
        )
    return found
