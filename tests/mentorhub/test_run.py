"""`make run` from outside: what it says, and that nothing outlives it."""

import http.client
import itertools
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorhub.embedded import Failed, Servers, processes
from mentorhub.run.environment import chosen_port, environment, free_port, secret_key

pytestmark = pytest.mark.skipif(not processes.LINUX, reason="looks into /proc")
ROOT = Path(__file__).resolve().parents[2]
UP = "Ctrl-C stops everything"
# Each child, by words that only its command line has.
CHILDREN = {
    "postgres": "bin/postgres -D",
    "redis": "-server unixsocket:",
    "mailbox": "mentorhub.mailbox",
    "web": "gunicorn",
    "relay": "manage.py relay",
    "worker": "mentorhub worker",
    "beat": "mentorhub beat",
}


class Run:
    """One `make run` after the install; its output is kept in a file."""

    def __init__(self, data: Path, log: Path, port: int, **variables: str) -> None:
        self.data, self.log, self.port = data, log, port
        log.write_bytes(b"")
        # Nothing of the tests' own settings.
        env = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PORT": str(port), **variables}
        command = [sys.executable, "-m", "mentorhub.run"]
        self.process = processes.start(command, log, signal.SIGTERM, env=env, cwd=ROOT)

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until_up(self) -> None:
        assert processes.wait_until(lambda: UP in self.said, 180, self.process), self.said

    def child(self, name: str) -> int:
        """The process number of a child."""
        found = [
            pid
            for pid, parent in processes.parents()
            if parent == self.process.pid and CHILDREN[name] in command_line(pid)
        ]
        assert len(found) == 1, (name, found)
        return found[0]

    def everything(self) -> list[int]:
        """All that runs below it just now."""
        return list(processes.descendants(self.process.pid))


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")


def ended(pid: int) -> bool:
    """Whether the process is gone; one that only waits to be reaped is."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


# Below those that the kernel gives to clients. Each run has others than the one before, so that
# nothing that still ends can be in its way.
PORTS = itertools.count(21_000, 60)


def a_port() -> int:
    return free_port(next(PORTS))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: each run must start on what the one before left, however that ended."""
    return tmp_path_factory.mktemp("run") / "data"


@pytest.fixture
def run(data: Path, tmp_path: Path) -> Iterator[Run]:
    site = Run(data, tmp_path / "log", a_port())
    try:
        site.wait_until_up()
        yield site
    finally:
        processes.stop([site.process], signal.SIGTERM, 60)


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.processes
def test_it_says_where_everything_is_and_ends_at_ctrl_c(run: Run) -> None:
    everything = run.everything()

    assert f"MentorHub runs at http://localhost:{run.port}\n" in run.said
    assert get(run.port, "/accounts/login/")[0] == 200
    assert re.search(r"manager +camille@mentorhub\.example", run.said)
    mailbox = re.search(r"The emails it sends: http://localhost:(\d+)", run.said)
    assert mailbox
    assert get(int(mailbox[1]), "/")[0] == 200

    run.process.send_signal(signal.SIGINT)

    assert run.process.wait(60) == 0
    assert [pid for pid in everything if not ended(pid)] == []


@pytest.mark.processes
def test_a_second_run_is_refused_and_the_first_goes_on(run: Run, tmp_path: Path) -> None:
    second = Run(run.data, tmp_path / "second", free_port(run.port + 50))

    assert second.process.wait(60) == 1
    assert second.said == (
        "mentorhub: it runs already, from this folder: "
        f"http://localhost:{run.port}, process {run.process.pid}\n"
    )
    assert get(run.port, "/accounts/login/")[0] == 200


@pytest.mark.processes
@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_stops_all_the_others_and_is_named(run: Run, name: str) -> None:
    everything = run.everything()

    os.kill(run.child(name), signal.SIGKILL)

    assert run.process.wait(60) == 1
    assert f"mentorhub: {name} was killed by SIGKILL, so everything was stopped" in run.said
    assert [pid for pid in everything if not ended(pid)] == []


@pytest.mark.processes
def test_a_killed_runner_leaves_nothing_behind(run: Run) -> None:
    everything = run.everything()
    key = secret_key(run.data)

    run.process.kill()
    run.process.wait()

    assert processes.wait_until(lambda: all(map(ended, everything)), 60)
    again = Run(run.data, run.log, run.port)
    again.wait_until_up()
    assert secret_key(run.data) == key
    assert "No migrations to apply" in (run.data / "logs" / "prepare.log").read_text()
    processes.stop([again.process], signal.SIGTERM, 60)


@pytest.mark.processes
def test_a_killed_make_ends_the_site(data: Path, tmp_path: Path) -> None:
    # What make is here: a parent that says so, and dies.
    code = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'mentorhub.run'])"
    port = str(a_port())
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PORT": port, "MAKELEVEL": "1"}
    parent = processes.start([sys.executable, "-c", code], tmp_path / "log", env=env, cwd=ROOT)
    assert processes.wait_until(lambda: UP in (tmp_path / "log").read_text(), 180, parent)
    everything = list(processes.descendants(parent.pid))

    parent.kill()
    parent.wait()

    assert processes.wait_until(lambda: all(map(ended, everything)), 60)


@pytest.mark.processes
def test_a_closed_terminal_ends_the_site(data: Path) -> None:
    ours, theirs = pty.openpty()
    port = str(a_port())
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PORT": port}
    command = [sys.executable, "-m", "mentorhub.run"]
    site = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT)
    os.close(theirs)
    said = b""
    while UP.encode() not in said:
        said += os.read(ours, 65536)
    everything = list(processes.descendants(site.pid))

    os.close(ours)

    site.wait(60)
    assert [pid for pid in everything if not ended(pid)] == []


@pytest.mark.processes
def test_a_taken_port_is_named(data: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site = Run(data, tmp_path / "log", port)

        assert site.process.wait(60) == 1
    assert re.fullmatch(f"mentorhub: port {port} cannot be used: .* make run PORT=.*\n", site.said)


@pytest.mark.processes
def test_a_folder_it_cannot_make_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    site = Run(tmp_path / "file", tmp_path / "log", a_port())

    assert site.process.wait(60) == 1
    expected = f"mentorhub: {tmp_path}/file: File exists. DATA_DIR may name another folder\n"
    assert site.said == expected


@pytest.mark.parametrize("value", ["eight", "0", "65536", "-1", "²"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(Failed, match="PORT is"):
        chosen_port()


def test_a_taken_mailbox_port_gives_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert free_port(port) > port


def test_what_the_caller_set_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/hub")
    monkeypatch.setenv("EMAIL_FROM", " ")
    monkeypatch.delenv("REDIS_URL")

    values = environment(8000, 8025, Servers(tmp_path))

    assert values["DATABASE_URL"] == "postgres://db.example.org/hub"
    assert values["REDIS_URL"] == Servers(tmp_path).redis_url()
    assert values["EMAIL_FROM"] == "MentorHub <support@mentorhub.example>"


def test_the_secret_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path)

    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
