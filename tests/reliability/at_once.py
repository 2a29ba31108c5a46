"""Running the same thing several times at the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result | BaseException]:
    """Start all acts together, each in a thread with its own database connection.

    The results in the order of the acts; an act that raised gives its exception.
    """
    results: list[Result | BaseException] = [AssertionError("never ran")] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Result]) -> None:
        start.wait()
        try:
            results[number] = act()
        except BaseException as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def twice(act: Callable[[], None]) -> None:
    """Do it two times at the same moment; neither may fail."""
    assert at_once([act, act]) == [None, None]
