"""A proxy before a server: it counts who comes."""

import contextlib
import socket
import threading
from pathlib import Path
from typing import Any

from .ports import free_port


class Proxy:
    """Hands on every connection to a unix socket; `connections` is how many there were."""

    def __init__(self, to: Path) -> None:
        self.to = to
        self.port = free_port()
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", self.port))

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:  # closed
                return
            self.connections += 1
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(str(self.to))
            except OSError:
                client.close()
                continue
            for pair in [(client, server), (server, client)]:
                threading.Thread(target=_hand_on, args=pair, daemon=True).start()


def _hand_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in [source, target]:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
