"""An index of other texts than the site's, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .models import Collection, Entry, Posting, Term, Text, Word

SHADOWED = [Entry, Text, Term, Word, Posting, Collection]


@contextmanager
def scratch_index() -> Iterator[None]:
    """Within it, the tables of the index are empty ones of this session alone.

    PostgreSQL finds a temporary table before the real one of the same name, so that the very
    code of the site works on them, and neither sees nor touches what the site has indexed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET temp_buffers = '256MB'")
            for model in SHADOWED:
                table = model._meta.db_table
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP"
                )
        yield
        transaction.set_rollback(True)
