"""The rig's servers as fixtures."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .mail_sink import MailSink
from .stack import ROOT, Stack


@pytest.fixture
def sink() -> Iterator[MailSink]:
    """A real SMTP server that keeps what it gets."""
    with MailSink() as server:
        yield server


@pytest.fixture
def stack(transactional_db: None, sink: MailSink, tmp_path: Path) -> Iterator[Stack]:
    """Redis runs; the test starts the processes it needs. Ends before the database is emptied."""
    with Stack(tmp_path, sink.port) as site:
        yield site


@pytest.fixture(scope="session")
def collected_static() -> None:
    """The style sheets and scripts, as a web server of its own wants them."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=ROOT,
        check=True,
    )
