"""What to offer while somebody types."""

from dataclasses import replace

from . import query, ranking, tokens
from .models import Collection, Entry, EntryQuerySet, Word
from .query import Asked, Reading

SHORTEST = 2  # letters from which on there is something to offer
COMPLETIONS = 20
OFFERED = 6


def suggest(text: str, entries: EntryQuerySet) -> list[Entry]:
    """The best entries for what is typed so far; its last word may be the beginning of one."""
    if len(text.strip()) < SHORTEST:
        return []
    typed = query.parse(text)
    reading = query.read(typed)
    if typed.loose and not text[-1].isspace():
        reading = _completed(reading, typed.loose[-1])
    best = ranking.rank(reading, entries, OFFERED)
    found = Entry.objects.in_bulk([one.entry for one in best])
    return [found[one.entry] for one in best if one.entry in found]


def _completed(reading: Reading, beginning: str) -> Reading:
    """The same question with the words that begin so. A correction of the beginning is none."""
    words = list(
        Word.objects.filter(word__startswith=beginning, term__entries__gt=0)
        .select_related("term")
        .order_by("-term__entries", "word")[:COMPLETIONS]
    )
    if not words:
        return reading
    collections = Collection.objects.in_bulk(field_name="language")
    known = {one.term for one in reading.asked}
    more = {
        word.term_id: Asked.of(word.term, 1.0, collections[word.term.language])
        for word in words
        if word.term_id not in known and word.term.language in collections
    }
    wrong = reading.corrections.get(beginning)
    asked = reading.asked
    if wrong:
        stems = {tokens.stem(wrong, language) for language in collections}
        taken_back = set(
            Word.objects.filter(term__stem__in=stems).values_list("term", flat=True)
        ) - set(more)
        asked = [one for one in asked if one.term not in taken_back]
    return replace(reading, asked=[*asked, *more.values()])
