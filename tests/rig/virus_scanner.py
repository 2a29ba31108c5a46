"""A virus scanner that speaks clamd's protocol, and knows one virus: the harmless EICAR test file."""

import contextlib
import socket
import struct
import threading
from pathlib import Path
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FINDING = "Win.Test.EICAR_HDB-1"


class VirusScanner:
    """Listens on a unix socket while it is entered. `most` is clamd's StreamMaxLength.

    Told to say something else, it answers every file with that; told to be silent, with nothing.
    """

    def __init__(self, folder: Path, most: int = 25 * 1024**2) -> None:
        self.path = str(folder / "clamd.ctl")
        self.most = most
        self.says: str | None = None
        self.seen: list[bytes] = []

    def __enter__(self) -> "VirusScanner":
        Path(self.path).unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:  # closed
                return
            with client, contextlib.suppress(OSError):
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        with client.makefile("rb") as sent:
            command = b""
            while not command.endswith(b"\0"):
                command += sent.read(1)
            if command == b"zPING\0":
                client.sendall(b"PONG\0")
            elif command == b"zINSTREAM\0":
                client.sendall(self._verdict(sent).encode() + b"\0")
            else:
                client.sendall(b"UNKNOWN COMMAND\0")

    def _verdict(self, sent: Any) -> str:
        content = b""
        while length := struct.unpack("!L", sent.read(4))[0]:
            content += sent.read(length)
            if len(content) > self.most:
                return "INSTREAM size limit exceeded. ERROR"
        self.seen.append(content)
        if self.says is not None:
            return self.says
        return f"stream: {FINDING} FOUND" if EICAR in content else "stream: OK"
