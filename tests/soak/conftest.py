"""The faults of the reliability bar at full size. make soak runs them; make test walks past the folder."""

import datetime
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.reliability.conftest import mail_goes_to, school
from tests.rig.mail_sink import MailSink
from tests.rig.stack import ROOT, TIMES_OF_PRODUCTION, Stack

from .report import Result, table, write

__all__ = ["mail_goes_to", "school"]  # of this folder too

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "3"))
results: list[Result] = []

Tell = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="write the table to docs/soak.md")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every fault comes several times; one miss is a fail."""
    metafunc.fixturenames.append("round_number")
    metafunc.parametrize("round_number", range(1, ROUNDS + 1), ids=lambda n: f"round {n}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Gives each result its seconds; a run that missed says so, also one that counted nothing."""
    report = yield
    if call.when != "call" or report.skipped:
        return report
    told = [result for result in results if not result.seconds]
    if report.failed and not told:
        told = [Result(_row(item), "", item.name.partition("[")[0], "", "")]
        results.extend(told)
    for result in told:
        result.seconds = call.duration
        if report.failed:
            why = str(call.excinfo.value).splitlines()[0] if call.excinfo else ""
            result.counted = f"**MISSED** {result.counted} {why}"[:300]
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lines = table(results)
    terminalreporter.write_line("")
    for line in lines:
        terminalreporter.write_line(line)
    if config.getoption("--write"):
        write(ROOT / "docs/soak.md", lines)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Says what was done and what was counted, before it is asserted."""

    def say(*, load: str, fault: str, expected: str, counted: str) -> None:
        results.append(Result(_row(request.node), load, fault, expected, counted))

    return say


@pytest.fixture
def site(
    transactional_db: None, collected_static: None, sink: MailSink, tmp_path: Path
) -> Iterator[Stack]:
    """The processes of the site, with the times of production."""
    with Stack(tmp_path, sink.port, WEB_WORKERS="4", **TIMES_OF_PRODUCTION) as stack:
        yield stack


def _row(item: pytest.Item) -> str:
    found = re.match(r"test_(r\d\d)_", item.name)
    return found[1].upper() if found else ""


def seconds_since(begun: datetime.datetime) -> float:
    return (timezone.now() - begun).total_seconds()
