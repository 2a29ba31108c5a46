"""Child processes that cannot outlive us: started tied to this process, stopped in bounded time."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None) if LINUX else None
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def nothing() -> None:
    """The tick of those who show no progress."""


def end_with_parent(farewell: int, parent: int) -> None:
    """Asks Linux to send this process `farewell` when `parent`, its parent, dies."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:  # it died before the request
            os.kill(os.getpid(), farewell)


def adopt_orphans() -> None:
    """Makes grandchildren whose parent dies our children, so that `sweep` finds them."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


def start(
    command: Sequence[str | Path],
    log: Path,
    farewell: int = signal.SIGKILL,
    env: Mapping[str, str] | None = None,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that a Ctrl-C at the terminal reaches only us.

    Its output is appended to `log`. When this process dies, by kill -9 too, it gets `farewell`.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=env,
            # What it calls is in memory already: nothing that could wait for a lock after the fork.
            preexec_fn=partial(end_with_parent, farewell, os.getpid()),
            **options,
        )


def wait_until(
    reached: Callable[[], bool],
    seconds: float,
    child: subprocess.Popen[bytes] | None = None,
    tick: Callable[[], None] = nothing,
) -> bool:
    """Whether `reached` came true within `seconds` and while `child` lived."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline or (child and child.poll() is not None):
            return False
        tick()
        time.sleep(0.02)
    return True


def stop(children: Sequence[subprocess.Popen[bytes]], ask: int, seconds: float) -> None:
    """Sends `ask` to all of them, and kill -9 to the groups of those that are there after `seconds`."""
    for child in children:
        child.send_signal(ask)
    wait_until(lambda: all(child.poll() is not None for child in children), seconds)
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def sweep() -> None:
    """Kills -9 whatever descends from this process."""
    deadline = time.monotonic() + 10
    while (below := list(descendants(os.getpid()))) and time.monotonic() < deadline:
        for pid in below:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in below:
            with suppress(
                ChildProcessError
            ):  # a grandchild is reaped by its parent, or by us next time
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.02)


def descendants(root: int) -> Iterator[int]:
    """The children of `root`, their children, and so on."""
    children: dict[int, list[int]] = {}
    for pid, parent in parents():
        children.setdefault(parent, []).append(pid)
    pending = children.get(root, [])
    while pending:
        pid = pending.pop()
        yield pid
        pending.extend(children.get(pid, []))


def parents() -> Iterator[tuple[int, int]]:
    """Every process and its parent."""
    if not LINUX:
        for pid, _, parent in listing("pid=,ppid="):
            yield int(pid), int(parent)
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            # The name, in brackets, may hold anything; the parent is the second field after it.
            stat = (entry / "stat").read_text(errors="replace").rpartition(")")[2]
            yield int(entry.name), int(stat.split()[1])


def living_in(folder: Path, names: Sequence[str]) -> list[int]:
    """The processes called one of `names` that work in `folder`."""
    if not LINUX:
        return [
            int(pid)
            for pid, _, command in listing("pid=,command=")
            if str(folder) in command and any(name in command for name in names)
        ]
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            name = (entry / "comm").read_text(errors="replace").strip()
            if name in names and os.readlink(entry / "cwd") == os.path.realpath(folder):
                found.append(int(entry.name))
    return found


def listing(columns: str) -> Iterator[tuple[str, str, str]]:
    """What ps says of every process, split after the first column."""
    found = subprocess.run(["ps", "-axo", columns], capture_output=True, text=True, check=False)
    for line in found.stdout.splitlines():
        yield line.strip().partition(" ")
