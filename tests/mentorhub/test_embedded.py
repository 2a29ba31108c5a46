"""The servers of a data folder: real ones, ended in every way there is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from mentorhub.embedded import Failed, InUse, Servers, database_url, processes, redis_url
from mentorhub.embedded.account import account_for
from mentorhub.embedded.addresses import sockets
from mentorhub.embedded.postgres import programs
from mentorhub.env import Env

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from mentorhub.embedded import Servers
with Servers(Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder. As root it lies below one that only root can enter, as pytest's do."""
    return tmp_path / "data"


@pytest.fixture
def servers(data: Path) -> Iterator[Servers]:
    with Servers(data, durable=False) as up:
        yield up


def ask(servers: Servers, *statements: str) -> Any:
    """The first value that the last statement answers, None when it answers nothing."""
    with closing(psycopg2.connect(servers.database_url())) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def running(data: Path) -> list[int]:
    """The processes that run on the data folder."""
    return [
        pid
        for folder, names in [
            (data / "postgres", ["postgres"]),
            (data / "redis", ["valkey-server", "redis-server"]),
        ]
        for pid in processes.living_in(folder, names)
    ]


def test_the_settings_read_the_addresses(tmp_path: Path) -> None:
    env = Env({"D": database_url("hub", tmp_path), "R": redis_url(2, tmp_path)})

    database = env.database("D")

    assert (database["NAME"], database["USER"]) == ("hub", "postgres")
    assert database["HOST"] == str(sockets(tmp_path))
    assert env.redis("R").cache_url == f"unix://{sockets(tmp_path)}/redis.sock?db=2"


@pytest.mark.parametrize("folder", ["x" * 120, "with space", "with,comma", "élève", "50%"])
def test_a_folder_that_a_socket_cannot_have_gets_another(folder: str) -> None:
    found = str(sockets(Path("/srv") / folder))

    assert len(f"{found}/.s.PGSQL.5432.lock") < 103
    assert found.isascii()
    assert not set(found) & set(" ,%")
    assert found != str(sockets(Path("/srv") / f"{folder}2"))


@pytest.mark.processes
def test_what_was_written_outlasts_a_stop(data: Path) -> None:
    with Servers(data) as servers:
        ask(servers, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('ÉLÈVE')")

    with Servers(data) as servers:
        assert ask(servers, "SELECT lower(word) FROM kept") == "élève"
        with redis.Redis.from_url(servers.redis_url()) as broker:
            assert broker.ping() is True
    assert running(data) == []


@pytest.mark.processes
def test_the_extensions_we_rely_on_are_there(servers: Servers) -> None:
    for name in ["pg_trgm", "unaccent", "btree_gin"]:
        ask(servers, f"CREATE EXTENSION {name}")

    assert ask(servers, "SELECT unaccent('déjà vu')") == "deja vu"


@pytest.mark.processes
def test_only_their_user_can_enter(servers: Servers, data: Path) -> None:
    for folder in [sockets(data), data / "postgres", data / "redis"]:
        assert folder.stat().st_mode & 0o077 == 0
    assert ask(servers, "SHOW listen_addresses") == ""


@pytest.mark.processes
@pytest.mark.parametrize("name", ["a" * 60 + "/" + "b" * 60, "with space, élève"])
def test_an_odd_folder_works(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)

    with Servers(tmp_path / name / "data", durable=False) as servers:
        assert ask(servers, "SELECT 1") == 1
        with redis.Redis.from_url(servers.redis_url()) as broker:
            assert broker.ping() is True
    sockets(tmp_path / name / "data").rmdir()


@pytest.mark.processes
def test_a_second_owner_is_refused_and_a_guest_is_not(servers: Servers, data: Path) -> None:
    with pytest.raises(InUse, match="in use by another run"):
        Servers(data).start()

    with Servers(data, join=True) as guest:
        assert ask(guest, "SELECT 1") == 1
    assert ask(servers, "SELECT 1") == 1


@pytest.mark.processes
def test_a_killed_owner_leaves_nothing_behind(data: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == "up\n"
        guest = Servers(data, join=True)
        ask(guest, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
        owner.kill()

    assert processes.wait_until(lambda: not running(data), 30)
    with Servers(data, durable=False) as servers:
        assert ask(servers, "SELECT n FROM kept") == 7


@pytest.mark.processes
def test_killed_servers_start_again_with_what_was_committed(data: Path) -> None:
    servers = Servers(data)
    servers.start()
    ask(servers, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    with closing(psycopg2.connect(servers.database_url())) as busy:
        busy.cursor().execute("INSERT INTO kept VALUES (8)")
        for server in servers.running:
            assert server.process
            server.process.kill()
        servers.stop()

    with Servers(data) as servers:
        assert ask(servers, "SELECT array_agg(n) FROM kept") == [7]


@pytest.mark.processes
def test_lock_files_that_name_somebody_else_are_no_obstacle(data: Path) -> None:
    with Servers(data, durable=False):
        pass
    # This very process lives, but it is no server: a number that was given out again.
    (data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (sockets(data) / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    (sockets(data) / "redis.sock").touch()

    with Servers(data, durable=False) as servers:
        assert ask(servers, "SELECT 1") == 1


@pytest.mark.processes
def test_a_half_made_database_is_made_anew(data: Path) -> None:
    (data / "postgres.unfinished" / "base").mkdir(parents=True)

    with Servers(data, durable=False) as servers:
        assert ask(servers, "SELECT 1") == 1


@pytest.mark.processes
def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    with Servers(data, durable=False):
        pass
    (data / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(Failed, match="PostgreSQL does not start .*no_such_setting"):
        Servers(data, durable=False).start()
    assert running(data) == []


@pytest.mark.processes
def test_sockets_that_others_can_reach_are_refused(data: Path) -> None:
    sockets(data).mkdir(parents=True, mode=0o755)

    with pytest.raises(Failed, match="open to others"):
        Servers(data, durable=False).start()


@pytest.mark.processes
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_gives_the_servers_no_more_than_the_right_to_walk(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    account = account_for(tmp_path, programs() / "postgres")
    shown = subprocess.run(
        account.command(["grep", "-E", "^(Uid|CapEff|CapBnd|NoNewPrivs)", "/proc/self/status"]),
        capture_output=True,
        text=True,
        check=True,
    )

    status = dict(line.split(":\t", 1) for line in shown.stdout.splitlines())
    assert status["Uid"].split()[0] == str(account.uid) != "0"
    assert int(status["CapEff"], 16) in {1 << 1, 1 << 2}  # dac_override or dac_read_search
    assert status["NoNewPrivs"] == "1"


@pytest.mark.processes
def test_a_command_brings_its_own_servers_and_takes_them_away(data: Path, tmp_path: Path) -> None:
    ran = command(data, tmp_path / "log", f"{QUERY}; print('it answered')")

    assert ran.wait(120) == 0
    assert "it answered" in (tmp_path / "log").read_text()
    assert running(data) == []


@pytest.mark.processes
def test_the_first_command_waits_for_the_second(data: Path, tmp_path: Path) -> None:
    first = command(data, tmp_path / "log", meet(tmp_path / "first", tmp_path / "second"))
    assert processes.wait_until((tmp_path / "first").exists, 120)
    second = command(data, tmp_path / "log2", meet(tmp_path / "second", tmp_path / "over") + QUERY)

    assert processes.wait_until(lambda: "waiting" in (tmp_path / "log").read_text(), 120)
    (tmp_path / "over").touch()

    assert (second.wait(120), first.wait(120)) == (0, 0)
    assert running(data) == []


QUERY = "from django.db import connection as c; c.cursor().execute('SELECT 1')"


def meet(ours: Path, theirs: Path) -> str:
    """Code that makes one file and waits until another is there."""
    return f"""
import pathlib, time
pathlib.Path({str(ours)!r}).touch()
while not pathlib.Path({str(theirs)!r}).exists():
    time.sleep(0.05)
"""


def command(data: Path, log: Path, code: str) -> "subprocess.Popen[bytes]":
    """`manage.py shell` as a developer runs it, with no address set."""
    env = {"PATH": os.environ["PATH"], "DEBUG": "1", "DATA_DIR": str(data)}
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return processes.start(shell, log, env=env, cwd=ROOT)
