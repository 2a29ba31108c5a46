"""PostgreSQL, Redis and the settings of the tests: a pytest plugin, loaded by `-p tests.servers`.

It must be a plugin: pytest-django reads the settings before the first conftest.py is imported,
and the settings need the addresses of servers that run.
"""

import os
import tempfile
from contextlib import suppress

import pytest

from mentorhub import embedded

STARTED = "STARTED_FOR_THE_TESTS"  # the variables that name servers which this plugin started

# Kept here, and not in a fixture, because they live from before the collection to the very end.
running: list[embedded.Servers] = []
folders: list["tempfile.TemporaryDirectory[str]"] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Starts what no variable names, then says where everything is.

    Each worker of pytest-xdist has servers of its own, and not those of the process it comes from.
    """
    for name in os.environ.pop(STARTED, "").split():
        del os.environ[name]
    missing = {name: kind for name, kind in embedded.VARIABLES.items() if not os.environ.get(name)}
    if missing:
        servers = start(list(missing.values()))
        addresses = {"DATABASE_URL": servers.database_url(), "REDIS_URL": servers.redis_url()}
        os.environ.update({name: addresses[name] for name in missing})
        os.environ[STARTED] = " ".join(missing)
    folders.append(tempfile.TemporaryDirectory(prefix="mentorhub-tests-"))
    os.environ.pop("DEBUG", None)
    os.environ.update(
        SECRET_KEY="for-the-tests-only-" * 4,
        SITE_URL="http://localhost",
        EMAIL_URL="smtp://127.0.0.1:1?tls=off",
        EMAIL_FROM="MentorHub <support@mentorhub.example>",
        DATA_DIR=folders[0].name,
        DJANGO_SETTINGS_MODULE="mentorhub.settings",
    )


def start(kinds: list[str]) -> embedded.Servers:
    """Starts them in a folder that no other test run uses just now."""
    for number in range(1, 100):
        servers = embedded.Servers(embedded.DATA_DIR / f"test-{number}", kinds, durable=False)
        with suppress(embedded.InUse):
            servers.start()
            running.append(servers)
            return servers
    raise embedded.Failed("a hundred test runs at once are too many")


def pytest_unconfigure() -> None:
    """Stops the servers; when pytest is killed, they stop by themselves."""
    for servers in running:
        servers.stop()
    for folder in folders:
        folder.cleanup()
