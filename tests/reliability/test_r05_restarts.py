"""R05: a new release is invisible."""

import http.client
import threading
import time
from collections import Counter

import pytest

from tests.rig.stack import Stack, wait_until

RELOADS = 3
PER_SECOND = 20


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_r05_no_reader_meets_an_error_while_the_pages_are_reloaded(
    stack: Stack, collected_static: None
) -> None:
    stack.start_web_as_deployed()
    answers: Counter[object] = Counter()
    over = threading.Event()
    readers = [threading.Thread(target=_read, args=(stack, answers, over)) for _ in range(4)]
    for reader in readers:
        reader.start()

    for _time in range(RELOADS):
        seen = answers.total()
        stack.reload_web()
        wait_until(lambda seen=seen: answers.total() > seen + 2 * PER_SECOND, "readers go on")
    over.set()
    for reader in readers:
        reader.join()

    assert set(answers) == {200}, answers


def _read(stack: Stack, answers: "Counter[object]", over: threading.Event) -> None:
    """Asks for the Help Center five times a second, each time anew, as browsers behind a proxy do."""
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=30)
        try:
            connection.request("GET", "/help/", headers={"Host": f"localhost:{stack.port}"})
            answers[connection.getresponse().status] += 1
        except (OSError, http.client.HTTPException) as error:
            answers[type(error).__name__] += 1
        finally:
            connection.close()
        time.sleep(4 / PER_SECOND)
