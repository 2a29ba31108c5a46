"""Web server, relay and worker as processes of their own, on the test database."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from mentorhub.embedded import Servers, processes

from .ports import free_port

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 90.0


def wait_until(true: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
    """Wait for something that other processes do; fails by name when it never comes."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(0.05)


# The rig hurries: a relay that tells again after seconds what the worker is behind with makes work.
TIMES_OF_PRODUCTION = {"RELAY_AGAIN_SECONDS": "", "MAIL_LEASE_SECONDS": ""}


class Stack:
    """The processes of the site. `redis` is a server of our own, which a test may stop."""

    def __init__(self, folder: Path, mail_port: int, **variables: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.wsgi = "mentorhub.wsgi"
        self.redis = Servers(folder / "redis", kinds=["redis"], durable=False)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "DATABASE_URL": _url_of_test_database(),
            "REDIS_URL": self.redis.redis_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}?tls=off",
            "SITE_URL": self.url,
            "STAFF_SECOND_FACTOR": "off",
            "RELAY_AGAIN_SECONDS": "3",
            "MAIL_LEASE_SECONDS": "6",
            # One person does here what hundreds do elsewhere.
            "REQUESTS_AN_HOUR": "1000000",
            "SEARCHES_A_MINUTE": "1000000",
            **variables,
        }

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def __enter__(self) -> "Stack":
        self.redis.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self.children):
            self.stop(name)
        self.redis.stop()

    def start_web(self) -> None:
        """gunicorn, until it answers."""
        self._start(
            "web",
            ["-m", "gunicorn", self.wsgi, "--bind", f"127.0.0.1:{self.port}"]
            + ["--workers", "2", "--threads", "4", "--worker-class", "gthread"],
        )
        wait_until(self._web_answers, "the web server to answer")

    def start_web_as_deployed(self) -> None:
        """gunicorn with production's settings, until it answers."""
        variables = {"BIND": f"127.0.0.1:{self.port}", "WEB_WORKERS": "2"}
        self.environment = variables | self.environment
        self._start("web", ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", self.wsgi])
        wait_until(self._web_answers, "the web server to answer")

    def reload_web(self) -> None:
        """What systemctl reload does."""
        os.kill(self.children["web"].pid, signal.SIGHUP)

    def start_relay(self, name: str = "relay") -> None:
        self._start(name, ["manage.py", "relay"])

    def start_beat(self, name: str = "beat", app: str = "mentorhub") -> None:
        """What runs by the clock."""
        schedule = self.folder / f"{name}-schedule"
        self._start(name, ["-m", "celery", "-A", app, "beat", "-s", str(schedule), "--pidfile="])

    def start_worker(
        self, name: str = "worker", concurrency: int = 2, lanes: str = "account,bulk,housekeeping"
    ) -> None:
        """A Celery worker, on all lanes unless told otherwise."""
        self._start(
            name,
            ["-m", "celery", "-A", "mentorhub", "worker", "-Q", lanes]
            + ["-c", str(concurrency), "-n", f"{name}@%h", "--without-mingle", "--without-gossip"]
            + ["-l", "INFO"],
        )

    def start_all(self) -> None:
        self.start_relay()
        self.start_worker()
        self.start_web()

    def start_all_as_deployed(self) -> None:
        self.start_relay()
        self.start_worker(concurrency=4)
        self.start_web_as_deployed()

    def stop(self, name: str) -> None:
        """Ask a process to end, with all of its children."""
        child = self.children.pop(name)
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        self._kill_group(child)

    def kill(self, name: str) -> None:
        """kill -9, of this process alone; what it leaves behind must end by itself."""
        child = self.children.pop(name)
        child.kill()
        child.wait()

    def kill_a_child(self, name: str) -> bool:
        """kill -9 one of the worker's pool children; False when there is none just now."""
        below = list(processes.descendants(self.children[name].pid))
        if not below:
            return False
        try:
            os.kill(below[-1], signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def revive(self, name: str, start: Callable[[], None]) -> None:
        """Start a process again that ended by itself, as a service manager does."""
        if self.children[name].poll() is not None:
            self._kill_group(self.children.pop(name))
            start()

    def log(self, name: str) -> str:
        """What a process has said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _start(self, name: str, arguments: list[str]) -> None:
        self.children[name] = processes.start(
            [sys.executable, *arguments],
            self.folder / f"{name}.log",
            signal.SIGTERM,
            self.environment,
            cwd=ROOT,
        )

    def _kill_group(self, child: "subprocess.Popen[bytes]") -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    def _web_answers(self) -> bool:
        if self.children["web"].poll() is not None:
            raise AssertionError(f"the web server ended: {self.log('web')[-2000:]}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _url_of_test_database() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
