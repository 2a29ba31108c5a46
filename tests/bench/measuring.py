"""CPU and time of real requests to real processes (Linux: it reads /proc)."""

import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests

from mentorhub.embedded.processes import descendants

TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(roots: list[int]) -> float:
    """Seconds of CPU that these processes and all below them have used, those that ended too."""
    total = 0
    for root in roots:
        for pid in [root, *descendants(root)]:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15]))
    return total / TICK


def peak_memory(root: int) -> float:
    """The most MiB that any one of this process and those below it ever held (VmHWM)."""
    peaks = []
    for pid in [root, *descendants(root)]:
        status = Path(f"/proc/{pid}/status").read_text()
        peaks += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks) / 1024


@dataclass(frozen=True)
class Cost:
    """Of one request, in milliseconds."""

    cpu: float
    median: float
    p95: float
    p99: float


def cost(act: Callable[[int], None], times: int, roots: list[int], at_once: int = 1) -> Cost:
    """Run `act` so many times, some at once, after a few that do not count."""
    for number in range(8):
        act(number)
    took: list[float] = []

    def timed(number: int) -> None:
        begun = time.perf_counter()
        act(number)
        took.append(time.perf_counter() - begun)

    before = cpu_of(roots)
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(timed, range(8, times + 8)))
    used = cpu_of(roots) - before
    took.sort()
    return Cost(
        cpu=1000 * used / times,
        median=1000 * statistics.median(took),
        p95=1000 * took[-1 - times // 20],
        p99=1000 * took[-1 - times // 100],
    )


def getting(url: str, cookies: dict[str, str]) -> Callable[[int], None]:
    """An act that gets a page and expects it to be one."""
    session = requests.Session()
    session.cookies.update(cookies)

    def act(_number: int) -> None:
        response = session.get(url, timeout=60)
        assert response.status_code == 200, (url, response.status_code)

    return act
