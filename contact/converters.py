"""How a request is named in an address."""


class ReferenceConverter:
    """MH-1042 in the address, 1042 in the view."""

    regex = "MH-[0-9]{4,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("MH-"))

    def to_url(self, value: int) -> str:
        return f"MH-{value:04d}"
