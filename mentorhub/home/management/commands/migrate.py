"""Django's migrate, behind which no page waits for long."""

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from mentorhub import patience

# For a lock. Every page that comes meanwhile stands behind us, and gives up after two.
LONGEST_WAIT = "SET lock_timeout = '1s'"
AS_LONG_AS_IT_TAKES = "SET lock_timeout = 0"
TRIES, BETWEEN = 100, 2.0  # seconds


class Command(migrate.Command):
    """A change of a table that is in use waits a second for it, lets the pages through, tries again."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        for _time in range(TRIES):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(LONGEST_WAIT)
                with connection.execute_wrapper(_patient_beside_others):
                    super().handle(*args, **options)
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
                return
            except OperationalError as error:
                if not patience.waited_in_vain(error):
                    raise
                self.stderr.write("A table is in use, trying again in two seconds.")
                time.sleep(BETWEEN)
        raise CommandError(
            "A table was in use all the time. Look in pg_stat_activity for who holds it."
        )


def _patient_beside_others(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """What is made concurrently stands in nobody's way; given up, it would leave half an index."""
    if "CONCURRENTLY" not in str(sql):
        return execute(sql, params, many, context)
    with context["connection"].cursor() as cursor:
        cursor.execute(AS_LONG_AS_IT_TAKES)
        result = execute(sql, params, many, context)
        cursor.execute(LONGEST_WAIT)
    return result
