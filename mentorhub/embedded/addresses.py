"""Where the servers of a data folder answer: computed, so it is known whether they run or not."""

import hashlib
import os
import re
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", "").strip() or BASE_DIR / ".data").absolute()
PORT = "5432"  # part of the socket's name; spelled out, since libpq would otherwise read PGPORT


def sockets(data: Path) -> Path:
    """The folder of the sockets of `data`.

    A socket's path has at most 103 bytes, and libpq and URLs read some characters their own way:
    such a folder's sockets live in a short private one, whose name is derived from the path.
    """
    folder = data / "sockets"
    if re.fullmatch(r"[A-Za-z0-9/._-]{1,80}", str(folder)):
        return folder
    digest = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()
    # Predictable, but Servers refuses it when it is not ours alone.
    return Path("/tmp") / f"mentorhub-{digest[:16]}"  # noqa: S108


def database_url(name: str = "mentorhub", data: Path = DATA_DIR) -> str:
    """Where the database `name` of `data` answers while its server runs."""
    return f"postgres://postgres@:{PORT}/{name}?host={sockets(data)}"


def redis_url(number: int = 0, data: Path = DATA_DIR) -> str:
    """Where Redis's database `number` of `data` answers while its server runs."""
    return f"unix://{sockets(data)}/redis.sock?db={number}"
