"""A real PostgreSQL and a real Redis for developers' machines and tests: our own children, in a folder.

They speak over unix sockets only. Nothing here needs more than the standard library, and
importing it starts nothing.
"""

import fcntl
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from mentorhub.embedded import processes
from mentorhub.embedded.account import account_for
from mentorhub.embedded.addresses import DATA_DIR, database_url, redis_url, sockets
from mentorhub.embedded.failed import Failed, InUse
from mentorhub.embedded.postgres import Postgres, programs
from mentorhub.embedded.redis import Redis
from mentorhub.embedded.server import Server
from mentorhub.env import Env

__all__ = [
    "DATA_DIR",
    "VARIABLES",
    "Failed",
    "InUse",
    "Servers",
    "database_url",
    "for_a_command",
    "make_folders",
    "redis_url",
]

VARIABLES = {"DATABASE_URL": Postgres.kind, "REDIS_URL": Redis.kind}


class Servers:
    """The servers of one data folder, for as long as the context lasts.

    `durable=False` is for tests: quicker, and a power cut may lose data. `join=True` uses a server
    that another process runs already; else that raises InUse.
    """

    def __init__(
        self,
        data: Path = DATA_DIR,
        kinds: Collection[str] = tuple(VARIABLES.values()),
        durable: bool = True,
        join: bool = False,
        tick: Callable[[], None] = processes.nothing,
    ) -> None:
        self.data, self.kinds, self.durable, self.join, self.tick = (
            data.absolute(),
            kinds,
            durable,
            join,
            tick,
        )
        self.running: list[Server] = []  # those that are ours

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def classes(self) -> list[type[Server]]:
        """What was asked for, in the order of the start."""
        return [server for server in (Postgres, Redis) if server.kind in self.kinds]

    @property
    def title(self) -> str:
        """What was asked for, in words."""
        return " and ".join(server.title for server in self.classes)

    def start(self, database: str = "mentorhub") -> None:
        """Returns when they answer and `database` exists."""
        try:
            for server in self.servers():
                self.start_one(server, database)
        except OSError as error:
            self.stop()
            raise Failed(f"{error.filename}: {error.strerror}") from None
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops those that are ours."""
        while self.running:
            self.running.pop().stop()

    def database_url(self, name: str = "mentorhub") -> str:
        """Where the database `name` answers."""
        return database_url(name, self.data)

    def redis_url(self, number: int = 0) -> str:
        """Where Redis's database `number` answers."""
        return redis_url(number, self.data)

    def servers(self) -> list[Server]:
        """Makes the folders, and the servers that were asked for."""
        make_folders(self.data)
        account = account_for(self.data, programs() / "postgres")
        folder = sockets(self.data)
        if not folder.exists():
            account.make_folder(folder)
        if not account.private(folder):
            raise Failed(
                f"{folder} belongs to another user or is open to others: remove it, or run as its owner"
            )
        return [server(self.data, account, self.durable, self.tick) for server in self.classes]

    def start_one(self, server: Server, database: str) -> None:
        """Starts `server`, or waits until the process that runs it has it ready."""
        if server.take():
            self.running.append(server)
            server.start()
            if isinstance(server, Postgres):
                server.create_database(database)
        elif not self.join:
            raise InUse(f"{server.title} of {self.data} is in use by another run")
        elif not processes.wait_until(server.answers, 60, tick=self.tick):
            raise Failed(
                f"{server.title} of {self.data} is run by another process and does not answer"
            )


def make_folders(data: Path) -> None:
    """Makes a data folder that no other user can look into."""
    # Root's is one that the servers' user can walk through, to what it owns inside.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    for folder in [data.parent, data, data / "logs"]:
        folder.mkdir(mode=mode, exist_ok=True)


@contextmanager
def for_a_command() -> Iterator[None]:
    """With DEBUG on, the servers that no variable names run while the command does.

    A second command shares them; the first then waits for it before it stops them.
    """
    env = Env.of_process()
    kinds = [
        kind for variable, kind in VARIABLES.items() if not env.values.get(variable, "").strip()
    ]
    if not kinds or not env.flag("DEBUG", default=False):
        yield
        return
    with (
        Servers(kinds=kinds, join=True) as servers,
        (DATA_DIR / "commands.lock").open("a") as commands,
    ):
        fcntl.flock(commands, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(commands, fcntl.LOCK_UN)
            if servers.running:
                wait_for_the_others(commands.fileno())


def wait_for_the_others(lock: int) -> None:
    """Returns when no other command uses our servers, or at Ctrl-C."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(
            "mentorhub: other commands use this database; waiting. Ctrl-C stops it at once\n"
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        except KeyboardInterrupt:
            return
