"""People as a CSV file, in the columns that an import reads."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from .importing import COLUMNS
from .models import Role, User

# A cell that begins like this is run as a formula by the spreadsheet that opens it (OWASP, CSV
# injection); full-width forms are turned into the plain ones by some.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Echo:
    """What csv writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def lines(people: QuerySet[User]) -> Iterator[str]:
    """One for each role of these people, past and to come; read in pieces."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff"  # Excel reads UTF-8 only with this before it
    yield writer.writerow(COLUMNS)
    roles = Role.objects.filter(user__in=people).select_related("user", "path").order_by("pk")
    for role in roles.iterator(chunk_size=1_000):
        cells = [role.user.email, role.user.name, role.path.name, role.kind]
        days = [role.starts_on.isoformat(), role.ends_on.isoformat() if role.ends_on else ""]
        yield writer.writerow([harmless(cell) for cell in cells] + days)


def harmless(cell: str) -> str:
    """The cell as text: with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
