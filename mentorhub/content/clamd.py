"""Asks ClamAV's daemon whether a file may do harm: its command INSTREAM, over a socket.

The packages for this are older than the Pythons we run on, and say less than these lines.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File

SECONDS = 30  # for one answer; a task may take 45
A_PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class Away(Exception):
    """The scanner does not answer, or not to the question; says what it did."""


def is_set_up() -> bool:
    """Whether this installation has a scanner at all."""
    return bool(settings.CLAMAV_SOCKET)


def scan(file: "File | IO[bytes]") -> str:
    """What it found in a file, by ClamAV's name for it; empty when nothing. Raises Away."""
    with _connected() as daemon:
        daemon.sendall(b"zINSTREAM\0")
        while piece := file.read(A_PIECE):
            daemon.sendall(struct.pack("!L", len(piece)) + piece)
        daemon.sendall(struct.pack("!L", 0))
        answer = _answer(daemon)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Away(answer or "it said nothing")


def ping() -> None:
    """Raises Away unless it is there."""
    with _connected() as daemon:
        daemon.sendall(b"zPING\0")
        answer = _answer(daemon)
    if answer != "PONG":
        raise Away(answer or "it said nothing")


@contextmanager
def _connected() -> Iterator[socket.socket]:
    try:
        with _connect(settings.CLAMAV_SOCKET) as daemon:
            yield daemon
    except OSError as error:
        raise Away(str(error) or type(error).__name__) from error


def _connect(address: Any) -> socket.socket:
    """`address` is the path of a unix socket, or host and port."""
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(SECONDS)
    try:
        daemon.connect(address)
    except OSError:
        daemon.close()
        raise
    return daemon


def _answer(daemon: socket.socket) -> str:
    """Up to the null byte that ends it."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER and (more := daemon.recv(1024)):
        said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()
