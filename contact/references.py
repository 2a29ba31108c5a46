"""What people quote of a request: MH-1042, and how it is named in an address."""

import re


def reference_of(number: int) -> str:
    """MH-1042, with four digits at least."""
    return f"MH-{number:04d}"


def number_in(word: str) -> int | None:
    """The number in MH-1042, however it is written; None in any other word."""
    found = re.fullmatch(r"mh-?([0-9]{1,18})", word, re.IGNORECASE)
    return int(found[1]) if found else None


class ReferenceConverter:
    """MH-1042 in the address, 1042 in the view."""

    regex = "MH-[0-9]{4,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("MH-"))

    def to_url(self, value: int) -> str:
        return reference_of(value)
