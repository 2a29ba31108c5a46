"""How a server's problem ends the command."""


class Failed(SystemExit):
    """Ends the process with one line."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"mentorhub: {problem}")


class InUse(Failed):
    """Another process runs the server of this folder."""
