"""python -m mentorhub.run: starts the whole site and watches it."""

import fcntl
import importlib
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import IO

from mentorhub.embedded import DATA_DIR, VARIABLES, Failed, Servers, make_folders, processes
from mentorhub.run.environment import chosen_port, environment, free_port, trouble_with
from mentorhub.run.progress import Progress, say
from mentorhub.run.site import Site


class Stop(BaseException):
    """Somebody wants us to stop."""


def main() -> None:
    """Runs until it is told to stop, or until a child ends."""
    if os.environ.get("MAKELEVEL"):  # kill -9 of make ends us too
        processes.end_with_parent(signal.SIGTERM, os.getppid())
    processes.adopt_orphans()
    on_signals(begin_to_stop)
    progress = Progress()
    try:
        run(progress)
    except Stop:
        with suppress(OSError):
            say("Stopped.")
    except Failed as problem:
        sys.exit(str(problem))


def run(progress: Progress) -> None:
    """Checks, starts, watches; whatever happens, stops what it started."""
    port = chosen_port()
    lock = claim(port)
    os.umask(0o077)  # root's data folder can be walked through: nothing in it is for other users
    env = os.environ
    kinds = [kind for variable, kind in VARIABLES.items() if not env.get(variable, "").strip()]
    servers = Servers(kinds=kinds, tick=progress.tick)
    ports = None
    if not env.get("EMAIL_URL", "").strip():
        smtp = free_port(port + 25)
        ports = smtp, free_port(max(port + 26, smtp + 1))
    site = Site(servers, environment(port, ports[0] if ports else 0, servers), progress)
    try:
        if kinds:
            progress.begin(f"Starting {servers.title}")
            servers.start()
        progress.begin("Starting Django")
        site.prepare()
        progress.begin("Starting the site")
        site.start(port, ports)
        progress.end()
        welcome(port, ports)
        while True:
            site.check()
            rest()
    finally:
        on_signals(end_at_once)
        with suppress(OSError):  # the terminal may be gone
            progress.end()
        site.stop()
        processes.sweep()
        lock.truncate(0)
        lock.close()


def rest() -> None:
    """A short sleep. A closed terminal ends it: under `xterm -e make run` no signal says so."""
    terminal = select.poll()
    if sys.stdout.isatty():
        terminal.register(sys.stdout, 0)
    if any(event & select.POLLHUP for _, event in terminal.poll(300)):
        raise Stop


def on_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    """What Ctrl-C, a polite kill and a closed terminal do from now on."""
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, handler)


def begin_to_stop(number: int, frame: FrameType | None) -> None:
    """The first signal: everything is stopped in order."""
    with suppress(OSError):
        os.write(1, b"\nStopping\n")  # a print could be interrupted by itself
    raise Stop


def end_at_once(number: int, frame: FrameType | None) -> None:
    """A second signal: what is left is killed. PostgreSQL loses no commit by it."""
    processes.sweep()
    os._exit(1)


def claim(port: int) -> IO[str]:
    """Makes this the one run of the data folder on a free port; raises Failed when it cannot be."""
    try:
        make_folders(DATA_DIR)
        lock = (DATA_DIR / "run.lock").open("a+")
    except OSError as error:
        raise Failed(
            f"{error.filename}: {error.strerror}. DATA_DIR may name another folder"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise Failed(
            f"it runs already, from this folder: {lock.read() or 'it is just starting'}"
        ) from None
    lock.seek(0)
    killed = bool(lock.read())  # then its web server may need a moment more
    if not processes.wait_until(lambda: not trouble_with(port), 6 if killed else 0):
        raise Failed(
            f"port {port} cannot be used: {trouble_with(port)}. Another: make run PORT={port + 1}"
        )
    lock.truncate(0)
    lock.write(f"http://localhost:{port}, process {os.getpid()}")
    lock.flush()
    return lock


def welcome(port: int, ports: tuple[int, int] | None) -> None:
    """Where it is, who may sign in, where its email went."""
    demo = importlib.import_module(
        "mentorhub.home.demo.accounts"
    )  # Django's side: only when it is up
    say(f"\nMentorHub runs at http://localhost:{port}\n")
    say(f"Sign in with the password {demo.PASSWORD} as")
    for role, email in demo.ACCOUNTS:
        say(f"  {role:<12} {email}")
    if ports:
        say(f"\nThe emails it sends: http://localhost:{ports[1]}")
    say(f"Logs: {DATA_DIR / 'logs'}\nCtrl-C stops everything.")


if __name__ == "__main__":
    main()
