"""The processes of the site: started in order, watched, stopped together."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from mentorhub.embedded import Failed, Servers, processes
from mentorhub.embedded.addresses import BASE_DIR
from mentorhub.run.environment import HOST
from mentorhub.run.prepare import STEP
from mentorhub.run.progress import Progress


class Site:
    """What runs. `servers` may be empty; everything else is started here."""

    def __init__(self, servers: Servers, env: Mapping[str, str], progress: Progress) -> None:
        self.servers, self.env, self.progress = servers, env, progress
        self.logs = servers.data / "logs"
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def python(
        self, name: str, *arguments: str, farewell: int = signal.SIGKILL
    ) -> subprocess.Popen[bytes]:
        """Starts a Python of ours in the project's folder, with a log of its own."""
        self.log(name).write_bytes(b"")
        command = [sys.executable, *arguments]
        return processes.start(command, self.log(name), farewell, env=self.env, cwd=BASE_DIR)

    def log(self, name: str) -> Path:
        """Where a child's output goes."""
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Migrates, collects, loads the demo; shows each step."""
        child = self.python("prepare", "-m", "mentorhub.run.prepare")
        shown = ""

        def tick() -> None:
            nonlocal shown
            steps = [
                line
                for line in self.log("prepare").read_text().splitlines()
                if line.startswith(STEP)
            ]
            if steps and steps[-1] != shown:
                shown = steps[-1]
                self.progress.begin(shown.removeprefix(STEP))
            self.progress.tick()

        try:
            processes.wait_until(lambda: child.poll() is not None, 600, tick=tick)
        finally:
            if child.poll() is None:
                child.kill()
        if child.wait():
            raise Failed(f"the site could not be prepared. {self.last_lines('prepare')}")

    def start(self, port: int, mailbox: tuple[int, int] | None) -> None:
        """Starts what serves, and returns when the site answers."""
        if mailbox:
            smtp, web = map(str, mailbox)
            folder = str(self.servers.data / "mailbox")
            arguments = ["--smtp", smtp, "--web", web, "--folder", folder]
            self.children["mailbox"] = self.python("mailbox", "-m", "mentorhub.mailbox", *arguments)
        gunicorn = [
            "--bind",
            f"{HOST}:{port}",
            "--worker-class",
            "gthread",
            "--workers",
            "2",
            "--threads",
            "4",
        ]
        gunicorn += ["--graceful-timeout", "3", "--reload", "--no-control-socket"]
        self.children["web"] = self.python(
            "web", "-m", "gunicorn", "mentorhub.wsgi", *gunicorn, farewell=signal.SIGTERM
        )
        self.children["relay"] = self.python("relay", "manage.py", "relay")
        celery = ["-m", "celery", "-A", "mentorhub"]
        queues = [
            "-Q",
            "account,bulk,housekeeping",
            "-c",
            "2",
            "--without-mingle",
            "--without-gossip",
        ]
        self.children["worker"] = self.python(
            "worker", *celery, "worker", *queues, "--loglevel", "INFO"
        )
        schedule = str(self.servers.data / "beat-schedule")
        self.children["beat"] = self.python(
            "beat", *celery, "beat", "-s", schedule, "--pidfile", ""
        )

        def answers() -> bool:
            self.check()
            return responds(port)

        if not processes.wait_until(answers, 90, tick=self.progress.tick):
            raise Failed(f"the site does not answer. {self.last_lines('web')}")

    def check(self) -> None:
        """Raises Failed when one of them ended."""
        running = {server.kind: server.process for server in self.servers.running}
        for name, child in {**running, **self.children}.items():
            code = child.poll() if child else None
            if code is not None:
                how = (
                    f"was killed by {signal.Signals(-code).name}"
                    if code < 0
                    else f"ended with code {code}"
                )
                raise Failed(f"{name} {how}, so everything was stopped. {self.last_lines(name)}")

    def last_lines(self, name: str) -> str:
        """The end of a child's log."""
        lines = self.log(name).read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The last lines of {self.log(name)}:", *(f"  {line}" for line in lines)])

    def stop(self) -> None:
        """Ends all of them: first who makes work, then who takes it, then the servers."""
        last = [child for name, child in self.children.items() if name == "mailbox"]
        first = [child for name, child in self.children.items() if name != "mailbox"]
        processes.stop(first, signal.SIGTERM, 6)
        processes.stop(last, signal.SIGTERM, 3)
        self.servers.stop()


def responds(port: int) -> bool:
    """Whether anything answers there: an error page does too."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
