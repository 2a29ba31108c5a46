"""Writing the index. What was committed with its thing is found with it, at once."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model

from . import registry, tokens, vocabulary
from .models import Entry, Posting, Term, Text, Word
from .registry import Document

A_BATCH = 500
LONGEST = 32_000  # words of an entry that count for its length, and times that a term counts

Key = tuple[str, str]  # a stem and its language
T = TypeVar("T")

POSTINGS = """
INSERT INTO search_posting (entry_id, term_id, frequency, length, in_title, title_length)
SELECT * FROM unnest(
    %s::int[], %s::int[], %s::smallint[], %s::smallint[], %s::smallint[], %s::smallint[]
)
"""


def index(obj: Model) -> None:
    """Bring the entry of an object up to date, in the caller's transaction.

    Raises LookupError when no source is registered for it.
    """
    source = registry.source_of(obj)
    document = source.document(obj)
    if document is None:
        forget(obj)
    else:
        with transaction.atomic():
            _let_no_reindexing_begin(source.kind)
            write(source.kind, [document])


def forget(obj: Model) -> None:
    """Let an object be found no longer, in the caller's transaction."""
    kind = registry.source_of(obj).kind
    with transaction.atomic():
        _let_no_reindexing_begin(kind)
        _remove(Entry.objects.filter(kind=kind, object_id=obj.pk))


def reindex(kind: str, progress: Callable[[int], None] = lambda count: None) -> int:
    """Write every entry of a kind anew, batch by batch, while search goes on; how many there are.

    What index() writes in the meantime is newer and stays; what it forgets does not come back.
    `progress` is told after each batch how many are done.
    """
    source = next(source for source in registry.sources() if source.kind == kind)
    begun, seen = vocabulary.clock(), set[int]()
    for documents in _in_batches(source.entries(), A_BATCH):
        read = [_Read.of(document) for document in documents]  # slow, so before writers must wait
        with _alone(kind):
            newer = _newer_than(begun, kind, documents)
            current = source.findable([one.object_id for one in documents]) - newer
            write(
                kind,
                [one for one in documents if one.object_id in current],
                [
                    words
                    for one, words in zip(documents, read, strict=True)
                    if one.object_id in current
                ],
            )
        seen.update(document.object_id for document in documents)
        progress(len(seen))
    with _alone(kind):
        old = Entry.objects.filter(kind=kind, indexed_at__lt=begun)
        gone = set(old.values_list("object_id", flat=True)) - seen
        _remove(old.filter(object_id__in=gone - source.findable(gone)))
    vocabulary.refresh()
    return len(seen)


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    """A transaction in which nobody else changes entries of a kind, nor has changed any and not
    committed yet: what is read in it of the things themselves is what their entries will be."""
    with transaction.atomic():
        _lock("pg_advisory_xact_lock", kind)
        yield


def _let_no_reindexing_begin(kind: str) -> None:
    """Until the end of the transaction. One that is at a batch just now is waited for."""
    _lock("pg_advisory_xact_lock_shared", kind)


def _lock(function: str, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s))", [f"search {kind}"])


def write(kind: str, documents: list[Document], read: "list[_Read] | None" = None) -> None:
    """Make or replace the entries of some documents, each at most once; call it in a transaction.

    `read` is what was read of each before, if it was.
    """
    if not documents:
        return
    read = read or [_Read.of(document) for document in documents]
    terms = _terms([key for one in read for key in one.terms])
    _add_words({(word, terms[key]) for one in read for word, key in one.spelled})
    now = vocabulary.clock()
    entries = Entry.objects.bulk_create(
        [_entry(kind, document, one, now) for document, one in zip(documents, read, strict=True)],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=UPDATED,
    )
    Text.objects.bulk_create(
        [
            Text(entry=entry, body=_storable(document.body), words=one.folded)
            for entry, document, one in zip(entries, documents, read, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["body", "words"],
    )
    Posting.objects.filter(entry__in=entries).delete()
    rows = [
        (
            entry.pk,
            terms[key],
            min(frequency, LONGEST),
            one.length,
            one.title[key],
            one.title_length,
        )
        for entry, one in zip(entries, read, strict=True)
        for key, frequency in one.terms.items()
    ]
    columns = zip(*sorted(rows), strict=True) if rows else [[]] * 6
    with connection.cursor() as cursor:
        cursor.execute(POSTINGS, ["{" + ",".join(map(str, column)) + "}" for column in columns])


UPDATED = [
    "url", "title", "language", "is_public", "for_mentors", "paths", "category", "date", "pinned",
    "length", "indexed_at",
]  # fmt: skip


@dataclass
class _Read:
    """The words of a document: how often each term stands there, and how they are spelled."""

    terms: Counter[Key]
    title: Counter[Key]
    spelled: set[tuple[str, Key]]
    folded: str
    length: int
    title_length: int

    @classmethod
    def of(cls, document: Document) -> "_Read":
        terms, spelled, folded = Counter[Key](), set[tuple[str, Key]](), list[str]()
        title: Counter[Key] | None = None
        title_length = 0
        for text in [document.title, *document.headings, document.body]:
            written = tokens.written(text)
            for word, times in Counter(written).items():
                parts, compound = tokens.read(word)
                for part in (*parts, compound) if compound else parts:
                    key = tokens.stem(part, document.language), document.language
                    terms[key] += times
                    spelled.add((part, key))
            folded += [part for word in written for part in tokens.read(word)[0]]
            if title is None:
                title, title_length = terms.copy(), len(folded)
            folded.append("|")  # no phrase reaches from one part into the next
        return cls(
            terms=terms,
            title=title or Counter(),
            spelled=spelled,
            folded=f" {' '.join(folded)} ",
            length=min(len(folded), LONGEST),
            title_length=min(title_length, LONGEST),
        )


def _entry(kind: str, document: Document, read: _Read, now: datetime.datetime) -> Entry:
    return Entry(
        kind=kind,
        object_id=document.object_id,
        url=document.url,
        title=_storable(document.title)[:300],
        language=document.language,
        is_public=document.is_public,
        for_mentors=document.for_mentors,
        paths=sorted(document.paths),
        category=document.category[:200],
        date=document.date,
        pinned=document.pinned,
        length=read.length,
        indexed_at=now,
    )


def _storable(text: str) -> str:
    """PostgreSQL takes no NUL; and excerpts find a word only when its accents are in their letters."""
    return tokens.composed(text.replace("\0", " "))


def _terms(keys: list[Key]) -> dict[Key, int]:
    """The ids of the terms; those that are new are made, in one order so that writers never deadlock."""
    stems = {stem for stem, _language in keys}

    def known() -> dict[Key, int]:
        rows = Term.objects.filter(stem__in=stems).values_list("stem", "language", "pk")
        return {(stem, language): pk for stem, language, pk in rows}

    found = known()
    if missing := sorted(set(keys) - set(found)):
        Term.objects.bulk_create(
            [Term(stem=stem, language=language) for stem, language in missing],
            ignore_conflicts=True,
        )
        found = known()
    return found


def _add_words(spelled: set[tuple[str, int]]) -> None:
    rows = Word.objects.filter(word__in={word for word, _term in spelled})
    missing = sorted(spelled - set(rows.values_list("word", "term")))
    Word.objects.bulk_create(
        [Word(word=word, term_id=term) for word, term in missing], ignore_conflicts=True
    )


def _newer_than(begun: datetime.datetime, kind: str, documents: list[Document]) -> set[int]:
    """Those of the documents that were indexed since; the others are held until we are done."""
    entries = Entry.objects.filter(kind=kind, object_id__in=[one.object_id for one in documents])
    rows = entries.order_by("pk").select_for_update().values_list("object_id", "indexed_at")
    return {object_id for object_id, indexed_at in rows if indexed_at >= begun}


def _remove(entries: "Iterable[Entry]") -> None:
    ids = [entry.pk for entry in entries]
    if ids:
        Posting.objects.filter(entry__in=ids).delete()
        Text.objects.filter(entry__in=ids).delete()
        Entry.objects.filter(pk__in=ids).delete()


def _in_batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch
