"""Shows on a terminal, or in a log, what is being done and that it still is."""

import sys
import time

WHEEL = "|/-\\"


def say(line: str = "") -> None:
    """Prints at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Progress:
    """One line a step: a turning wheel on a terminal, else a line every few seconds."""

    def __init__(self) -> None:
        self.title = ""
        self.terminal = sys.stdout.isatty()
        self.started = self.shown = 0.0

    def begin(self, title: str) -> None:
        """Ends the step before, begins another."""
        self.end()
        self.title = title
        self.started = self.shown = time.monotonic()
        if not self.terminal:
            say(title)

    def tick(self) -> None:
        """To be called often while something is waited for."""
        seconds = time.monotonic() - self.started
        if self.terminal:
            sys.stdout.write(f"\r{WHEEL[int(seconds * 8) % 4]} {self.title} {seconds:.0f} s ")
            sys.stdout.flush()
        elif time.monotonic() - self.shown > 4:
            self.shown = time.monotonic()
            say(f"  {self.title}: {seconds:.0f} s")

    def end(self) -> None:
        """Ends the step."""
        if self.title and self.terminal:
            say(f"\r\033[K{self.title}, {time.monotonic() - self.started:.1f} s")
        self.title = ""
