"""One server of a data folder, as a child of this process."""

import fcntl
import os
import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import IO, ClassVar

from mentorhub.embedded import processes
from mentorhub.embedded.account import Account
from mentorhub.embedded.failed import Failed


class Server(ABC):
    """One server of a data folder. Who holds its lock file is the one who runs it."""

    kind: ClassVar[str]
    title: ClassVar[str]
    names: ClassVar[list[str]]  # what its processes are called
    ask: ClassVar[int]  # the signal that stops it cleanly
    farewell: ClassVar[int]  # the signal it gets when we die

    def __init__(
        self, data: Path, account: Account, durable: bool, tick: Callable[[], None]
    ) -> None:
        self.data, self.account, self.durable, self.tick = data, account, durable, tick
        self.folder = data / self.kind
        self.log = data / "logs" / f"{self.kind}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.lock: IO[str] | None = None

    def take(self) -> bool:
        """Makes us the one who runs it; False when another process is."""
        lock = (self.data / f"{self.kind}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self.lock = lock
        return True

    def start(self) -> None:
        """Returns when it answers. What a killed run left of it is cured first."""
        self.log.write_bytes(b"")
        self.end_strays()
        self.prepare()
        self.process = processes.start(
            self.account.command(self.command(), self.farewell),
            self.log,
            self.farewell,
            env=self.environment(),
            cwd="/",
            **self.account.options,
        )
        if not processes.wait_until(self.answers, 120, self.process, self.tick):
            self.fail()

    def stop(self) -> None:
        """Stops it when it is ours, and lets the next one run it."""
        if self.process:
            processes.stop([self.process], self.ask, 15)
        if self.lock:
            self.lock.close()
        self.process = self.lock = None

    def end_strays(self) -> None:
        """Waits for the processes of a killed run, which are ending, and ends those that do not."""

        def gone() -> bool:
            return not processes.living_in(self.folder, self.names)

        if not processes.wait_until(gone, 5, tick=self.tick):
            for pid in processes.living_in(self.folder, self.names):
                os.kill(pid, signal.SIGKILL)
            if not processes.wait_until(gone, 10, tick=self.tick):
                raise Failed(
                    f"an old {self.title} still works in {self.folder} and cannot be stopped"
                )

    def fail(self) -> None:
        """Raises Failed with what the log's last lines say."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines()]
        reason = "; ".join([line for line in lines if line][-4:]) or "it said nothing"
        raise Failed(f"{self.title} does not start ({self.log}): {reason}")

    def environment(self) -> dict[str, str]:
        """Ours, without what would change how a server or its clients behave."""
        kept = {
            name: v for name, v in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))
        }
        return {**kept, "LC_ALL": "C"}

    @abstractmethod
    def prepare(self) -> None:
        """Makes what must be there before it starts."""

    @abstractmethod
    def command(self) -> list[str]:
        """How it is started."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is ready."""
