"""A mail server that is out of order: it says what it is told to, and never takes a message."""

import socket
import threading
from typing import Any

from .ports import free_port


class CurtServer:
    """Answers each command by its first word; what it has no answer for, with silence.

    Without `banner` it lets nobody in: it listens and says nothing.
    """

    def __init__(self, banner: str = "", **answers: str) -> None:
        self.banner, self.answers = banner, answers
        self.port = free_port()
        self.heard: list[str] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))

    def __enter__(self) -> "CurtServer":
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for each in [self._listener, *self._open]:
            each.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:  # closed
                return
            self._open.append(client)
            self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        if not self.banner:
            return
        client.sendall(f"{self.banner}\r\n".encode())
        with client.makefile("r") as lines:
            for line in lines:
                self.heard.append(line.strip())
                answer = self.answers.get(line.split()[0].upper())
                if answer is None:
                    return
                client.sendall(f"{answer}\r\n".encode())
