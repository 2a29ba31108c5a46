"""Who the servers run as. PostgreSQL refuses root, so root runs them as somebody else."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentorhub.embedded.failed import Failed

# Just the right to walk through folders, kept over the change of user. PostgreSQL asks access(2),
# which looks at a capability only with no_setuid_fixup.
WALK = ["--securebits=+no_setuid_fixup", "--no-new-privs"]


@dataclass(frozen=True)
class Account:
    """The user the servers run as, and how a command becomes one of that user's."""

    uid: int
    gid: int
    options: dict[str, Any] = field(default_factory=dict)  # for Popen
    capability: str = ""

    def command(self, argv: Sequence[str], farewell: int = signal.SIGKILL) -> list[str]:
        """`argv` as this user, with `farewell` when our process dies: a change of user forgets it."""
        if not self.capability:
            return list(argv)
        user = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        rights = [f"--inh-caps=+{self.capability}", f"--ambient-caps=+{self.capability}", *WALK]
        return [
            "setpriv",
            *user,
            *rights,
            f"--pdeathsig={signal.Signals(farewell).name[3:]}",
            *argv,
        ]

    def make_folder(self, folder: Path) -> None:
        """Makes `folder`, which only this user (and root) can enter."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:  # another command was quicker
            return
        if self.uid != os.geteuid():
            os.chown(folder, self.uid, self.gid)

    def private(self, folder: Path) -> bool:
        """Whether `folder` is a real folder of ours that nobody else can enter."""
        found = folder.lstat()
        ours = found.st_uid in {self.uid, os.geteuid()}
        return stat.S_ISDIR(found.st_mode) and ours and not found.st_mode & 0o077

    def reaches(self, folder: Path, program: Path) -> bool:
        """Whether this user can enter `folder` and run `program`."""
        script = 'cd "$1" && exec "$2" --version'
        try:
            tried = subprocess.run(
                self.command(["sh", "-c", script, "sh", str(folder), str(program)]),
                cwd="/",
                capture_output=True,
                check=False,
                **self.options,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return tried.returncode == 0


def account_for(data: Path, program: Path) -> Account:
    """Us; or for root the owner of the database that is there, or nobody.

    The project may lie below a folder that only root can enter, so where the plain change of
    user is not enough it comes with the right to walk through.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    database = data / "postgres"
    found = database.stat() if database.exists() else None
    if found and found.st_uid:
        uid, gid = found.st_uid, found.st_gid
    else:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
    candidates = [Account(uid, gid, {"user": uid, "group": gid, "extra_groups": []})]
    if shutil.which("setpriv"):
        candidates += [
            Account(uid, gid, capability=name) for name in ["dac_read_search", "dac_override"]
        ]
    for candidate in candidates:
        if candidate.reaches(data, program):
            return candidate
    raise Failed(
        f"PostgreSQL refuses to run as root, and the user {uid} cannot be let into {data}."
        " Set DATABASE_URL to a server you have, or move the project to where others may enter"
    )
