"""An optional second opinion on what answers a question: texts that mean the same, whatever their words.

Off unless the setting SEARCH_MODEL names a folder that holds a model and the package of the extra
`meaning` is installed; nothing else of the search knows more of it than enabled(), nearest() and
refresh(). A model is static embeddings as model2vec saves them: no graphics card, no server.
"""

import datetime
import logging
import threading
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Left

from .models import Collection, Entry, EntryQuerySet, Meaning

PACKAGE = "model2vec"
LONGEST = 4_000  # characters of an entry, its title first, that its meaning is taken from
A_BATCH = 200
AT_ONCE = 5_000  # entries of one run, well within the time of a task
NEAREST = 200  # entries asked for their rights
RESULTS = 50
RANK_OFFSET = 60  # of reciprocal rank fusion, as its authors have it

log = logging.getLogger(__name__)


def enabled() -> bool:
    """Whether there is a model to ask; checks.py says what is missing."""
    return bool(settings.SEARCH_MODEL) and _model(settings.SEARCH_MODEL) is not None


def nearest(question: str, entries: EntryQuerySet) -> list[int]:
    """Those of these entries whose meaning is nearest to the question's, nearest first."""
    ids, vectors = _index()
    if not ids:
        return []
    likeness = vectors @ _vectors([question])[0]
    best = [ids[at] for at in likeness.argsort()[::-1][:NEAREST] if likeness[at] > 0]
    readable = set(entries.filter(pk__in=best).values_list("pk", flat=True))
    return [pk for pk in best if pk in readable][:RESULTS]


def fused(*rankings: list[int]) -> dict[int, float]:
    """Reciprocal rank fusion: what stands high in several comes before what does in one."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, pk in enumerate(ranking, 1):
            scores[pk] = scores.get(pk, 0.0) + 1 / (RANK_OFFSET + rank)
    return dict(sorted(scores.items(), key=lambda one: -one[1]))


def refresh() -> int:
    """Take the meaning of entries that are new or changed, as many as one run may; how many."""
    if not enabled():
        return 0
    model = _name(settings.SEARCH_MODEL)
    current = Q(meaning__model=model, meaning__of=F("indexed_at"))
    stale = Entry.objects.exclude(pk__in=Entry.objects.filter(current)).order_by("pk")[:AT_ONCE]
    rows = list(stale.values_list("pk", "indexed_at", "title", Left("text__body", LONGEST)))
    for first in range(0, len(rows), A_BATCH):
        batch = rows[first : first + A_BATCH]
        vectors = _vectors([f"{title}. {body or ''}"[:LONGEST] for *_, title, body in batch])
        Meaning.objects.bulk_create(
            [
                Meaning(entry_id=pk, model=model, of=indexed_at, vector=vector.tobytes())
                for (pk, indexed_at, *_), vector in zip(batch, vectors, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["model", "of", "vector"],
        )
    return len(rows)


@lru_cache(maxsize=1)
def _model(folder: str) -> Any:
    """The model, kept until the process ends; None when it is not there or cannot be read."""
    if not Path(folder).is_dir():  # else the package would look for it in the network
        log.warning("There is no folder %s: search goes by words alone.", folder)
        return None
    try:
        model = import_module(PACKAGE).StaticModel.from_pretrained(folder)
        model.encode(["whether it can"])
        return model
    except Exception as error:  # whatever a package and files from elsewhere come up with
        log.warning("No model in %s (%r): search goes by words alone.", folder, error)
        return None


@lru_cache(maxsize=1)
def _name(folder: str) -> str:
    """Tells a model from another in the same folder."""
    changed = max((path.stat().st_mtime for path in Path(folder).iterdir()), default=0)
    return f"{folder[-400:]} of {changed:.0f}"


def _vectors(texts: list[str]) -> Any:
    """An array with a row of length one for each text; of a text without a known word, zeros."""
    numpy = import_module("numpy")
    rows = numpy.asarray(_model(settings.SEARCH_MODEL).encode(texts), dtype="float32")
    lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
    return numpy.nan_to_num(rows / numpy.maximum(lengths, 1e-9))


_kept: tuple[tuple[str, datetime.datetime | None], list[int], Any] | None = None
_one_at_a_time = threading.Lock()


def _index() -> tuple[list[int], Any]:
    """All vectors as of the last count of the words, kept by the process until the next."""
    global _kept
    stamps = Collection.objects.values_list("refreshed_at", flat=True)
    stamp = _name(settings.SEARCH_MODEL), max(stamps, default=None)
    with _one_at_a_time:
        if _kept is None or _kept[0] != stamp:
            numpy = import_module("numpy")
            rows = list(Meaning.objects.filter(model=stamp[0]).values_list("entry", "vector"))
            joined = numpy.frombuffer(b"".join(bytes(vector) for _, vector in rows), "float32")
            _kept = stamp, [pk for pk, _ in rows], joined.reshape(len(rows), -1) if rows else joined
        return _kept[1], _kept[2]
