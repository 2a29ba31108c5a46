"""What the children are told: production's settings with values of this machine."""

import os
import secrets
import socket
from pathlib import Path

from mentorhub.embedded import Failed, Servers

HOST = "127.0.0.1"


def chosen_port() -> int:
    """PORT of the environment, else 8000."""
    value = os.environ.get("PORT", "").strip() or "8000"
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Failed(f"PORT is {value!r}. Form: a number from 1 to 65535, such as PORT=8001")
    return int(value)


def trouble_with(port: int) -> str:
    """Why the site cannot have the port; empty when it can."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError as error:
            return error.strerror or "it is taken"
    for host in [HOST, "::1"]:  # a browser may try either for localhost
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            continue
        return f"{host} answers there already"
    return ""


def free_port(first: int) -> int:
    """`first`, or the next one that is free."""
    first = min(first, 65336)
    for port in range(first, first + 200):
        if not trouble_with(port):
            return port
    raise Failed(f"no port from {first} on is free. Another start: make run PORT=8001")


def secret_key(data: Path) -> str:
    """The key of this data folder, made once, so that sessions outlast a restart."""
    file = data / "secret_key"
    if not file.exists():
        unfinished = data / "secret_key.unfinished"
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(50))
        unfinished.rename(file)
    return file.read_text()


def environment(port: int, smtp: int, servers: Servers) -> dict[str, str]:
    """The caller's, completed: what is set there already wins."""
    values = {
        "SECRET_KEY": secret_key(servers.data),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": servers.database_url(),
        "REDIS_URL": servers.redis_url(),
        "EMAIL_URL": f"smtp://{HOST}:{smtp}?tls=off",
        "EMAIL_FROM": "MentorHub <support@mentorhub.example>",
        "STAFF_SECOND_FACTOR": "off",
        "DATA_DIR": str(servers.data),
        "DJANGO_SETTINGS_MODULE": "mentorhub.settings",
        "PYTHONUNBUFFERED": "1",  # so that the logs are complete when a child is killed
    }
    return {
        **values,
        **{
            name: value for name, value in os.environ.items() if value.strip() or name not in values
        },
    }
