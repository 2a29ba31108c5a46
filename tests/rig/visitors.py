"""People who use the site: so many acts a second, whatever became of those before."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Visit:
    """One act: what was done, when it began (monotonic seconds), how it went, how long it took."""

    what: str
    at: float
    status: int | str  # a name is what the visitor's browser met instead of an answer
    seconds: float


class Visitors:
    """They come while the context lasts. `acts` are taken in turn; each returns a status."""

    def __init__(self, acts: Mapping[str, Callable[[], int]], per_second: float) -> None:
        self.acts, self.per_second = list(acts.items()), per_second
        self.visits: list[Visit] = []
        self._over = threading.Event()

    def __enter__(self) -> "Visitors":
        self._thread = threading.Thread(target=self._come, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._thread.join()

    def of(self, *what: str) -> list[Visit]:
        return [visit for visit in list(self.visits) if visit.what in what]

    def _come(self) -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
            number = 0
            while not self._over.wait(
                max(begun + number / self.per_second - time.monotonic(), 0.0)
            ):
                pool.submit(self._visit, *self.acts[number % len(self.acts)])
                number += 1

    def _visit(self, what: str, act: Callable[[], int]) -> None:
        at = time.monotonic()
        try:
            status: int | str = act()
        except requests.RequestException as error:
            status = type(error).__name__
        self.visits.append(Visit(what, at, status, time.monotonic() - at))


def statuses(visits: Sequence[Visit]) -> Counter[int | str]:
    """How often each status came."""
    return Counter(visit.status for visit in visits)


def percentile(visits: Sequence[Visit], percent: int) -> float:
    """The seconds that so many of a hundred visits did not exceed."""
    took = sorted(visit.seconds for visit in visits)
    return took[max(0, -(-len(took) * percent // 100) - 1)]


def getting(url: str, cookies: Mapping[str, str] | None = None) -> Callable[[], int]:
    """Looks at a page."""

    def act() -> int:
        answer = requests.get(url, cookies=cookies, allow_redirects=False, timeout=60)
        return answer.status_code

    return act
