"""An index of other texts than the site's, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .models import Collection, Entry, Meaning, Posting, Synonym, Term, Text, Word

SHADOWED = [Entry, Text, Meaning, Term, Word, Posting, Collection, Synonym]


@contextmanager
def scratch_index(*, synonyms: bool = False) -> Iterator[None]:
    """Within it, the tables of the index are empty ones of this session alone.

    PostgreSQL finds a temporary table before the real one of the same name, so that the very
    code of the site works on them, and neither sees nor touches what the site has indexed. The
    site's synonyms are about its own texts; they come along when asked for.
    """
    with transaction.atomic():
        kept = list(Synonym.objects.all()) if synonyms else []
        with connection.cursor() as cursor:
            cursor.execute("SET temp_buffers = '256MB'")
            for model in SHADOWED:
                table = model._meta.db_table
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP"
                )
        Synonym.objects.bulk_create(kept)
        yield
        transaction.set_rollback(True)
