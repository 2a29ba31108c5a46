"""python -m mentorhub.mailbox --smtp 8025 --web 8026 --folder .data/mailbox"""

import argparse
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from mentorhub.embedded import DATA_DIR
from mentorhub.mailbox.letters import Letters
from mentorhub.mailbox.web import serve

HOST = "127.0.0.1"


class Receiver:
    """Keeps each message; what cannot be kept stays with the sender, who tries again."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The answer to DATA."""
        content = envelope.content or b""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        try:
            self.letters.add(raw, envelope.rcpt_tos)
        except OSError as error:
            return f"451 cannot keep it: {error.strerror}"
        return "250 kept"


def main() -> None:
    """Takes mail and shows it until it is stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m mentorhub.mailbox", description="the local mailbox"
    )
    parser.add_argument("--smtp", type=int, default=8025, help="the port that takes mail")
    parser.add_argument("--web", type=int, default=8026, help="the port of the page")
    parser.add_argument(
        "--folder", type=Path, default=DATA_DIR / "mailbox", help="where the mail is kept"
    )
    arguments = parser.parse_args()
    try:
        letters = Letters(arguments.folder)
        Controller(Receiver(letters), hostname=HOST, port=arguments.smtp).start()
        sys.stdout.write(
            f"mailbox: mail at {HOST}:{arguments.smtp}, to read at http://{HOST}:{arguments.web}\n"
        )
        sys.stdout.flush()
        serve(letters, HOST, arguments.web)
    except OSError as error:
        sys.exit(f"mentorhub: the mailbox cannot start: {error}")
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
