"""Questions without a good answer, grouped by alike wording, in a period and in the one before it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Lower
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mentorhub.relay.due import ago

from . import tokens
from .models import Entry, QueryLog, Remedy
from .searching import search
from .stop_words import EVERY_STOP_WORD

MOST_WORDINGS = 500  # the commonest; what is rarer cannot change the order of the groups
ALIKE = 0.6  # of the words of two questions together, how many they share
SHORTEST_WITH_A_SLIP = 5
NOW_FINDS = 4

NOTHING = Q(results=0)
UNOPENED = Q(results__gt=0, clicked=None)
REQUESTED = Q(requested=True)


@dataclass(frozen=True)
class Wording:
    """One way of asking, whatever its capitals, and what came of it."""

    words: str
    searches: int
    nothing: int
    unopened: int
    requested: int
    unanswered: int
    before: int  # how often it was unanswered in the period before


@dataclass
class Gap:
    """One question in its wordings, the commonest first."""

    language: str
    wordings: list[Wording] = field(default_factory=list)
    stems: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        return self.wordings[0].words

    @property
    def searches(self) -> int:
        return sum(one.searches for one in self.wordings)

    @property
    def nothing(self) -> int:
        return sum(one.nothing for one in self.wordings)

    @property
    def unopened(self) -> int:
        return sum(one.unopened for one in self.wordings)

    @property
    def requested(self) -> int:
        return sum(one.requested for one in self.wordings)

    @property
    def unanswered(self) -> int:
        return sum(one.unanswered for one in self.wordings)

    @property
    def before(self) -> int:
        return sum(one.before for one in self.wordings)

    @property
    def more(self) -> int:
        """How much oftener than in the period before; negative when it happens less."""
        return self.unanswered - self.before

    @property
    def now(self) -> list[Wording]:
        """The wordings of the period itself."""
        return [one for one in self.wordings if one.searches]


@dataclass(frozen=True)
class Since:
    """What came of a question after somebody did something about it."""

    searches: int
    opened: int
    requested: int


def gaps(days: int, language: str = "", what: str = "unanswered") -> list[Gap]:
    """The groups of a period, those that happened most first: one query, however long the log.

    `what` is "nothing", "unopened" or "requested" for those of one kind, "unanswered" for all.
    """
    groups = _grouped(_wordings(days, language))
    of_kind = [gap for gap in groups if getattr(gap, what) > 0]
    return sorted(of_kind, key=lambda gap: (-getattr(gap, what), -gap.searches, gap.words))


def gap_of(words: str, language: str, days: int) -> Gap | None:
    """The group in which a wording stands."""
    wanted = words.casefold()
    for gap in _grouped(_wordings(days, language)):
        if gap.language == language and any(one.words.casefold() == wanted for one in gap.wordings):
            return gap
    return None


def languages() -> list[str]:
    """Those in which anything was searched."""
    found = QueryLog.objects.order_by("language").values_list("language", flat=True).distinct()
    return [language for language in found if language]


def now_finds(words: str) -> list[Entry]:
    """What mentors find today for these words: the live search, as far as any of them may read."""
    readable = Entry.objects.filter(Q(is_public=True) | Q(for_mentors=True))
    ranked = search(words, readable, results=NOW_FINDS).ranked
    found = Entry.objects.in_bulk([one.entry for one in ranked])
    return [found[one.entry] for one in ranked if one.entry in found]


def remedies(shown: Sequence[Gap]) -> dict[str, Remedy]:
    """What was done last about each of these groups, by its words: one query."""
    words = {one.words.casefold() for gap in shown for one in gap.wordings}
    done = {(it.wording, it.language): it for it in reversed(_remedies(words))}
    found = {}
    for gap in shown:
        keys = [(one.words.casefold(), gap.language) for one in gap.wordings]
        if mine := [done[key] for key in keys if key in done]:
            found[gap.words] = max(mine, key=lambda it: it.at)
    return found


def since(gap: Gap, moment: datetime.datetime) -> Since:
    """What came of the questions of a group from a moment on."""
    words = [one.words.casefold() for one in gap.wordings]
    rows = QueryLog.objects.annotate(words=Lower("query")).filter(
        words__in=words, language=gap.language, searched_at__gt=moment
    )
    counted = rows.aggregate(
        n_searches=Count("pk"),
        n_opened=Count("pk", filter=Q(clicked__isnull=False)),
        n_requested=Count("pk", filter=REQUESTED),
    )
    return Since(counted["n_searches"], counted["n_opened"], counted["n_requested"])


def _remedies(words: Iterable[str]) -> list[Remedy]:
    return list(Remedy.objects.filter(wording__in=words).select_related("by"))


def _wordings(days: int, language: str) -> list[tuple[str, Wording]]:
    """The commonest wordings that were unanswered in this period or the one before."""
    period = datetime.timedelta(days=days)
    now = Q(searched_at__gt=ago(period))
    unanswered = NOTHING | UNOPENED | REQUESTED
    rows = QueryLog.objects.filter(searched_at__gt=ago(2 * period))
    counted = (
        (rows.filter(language=language) if language else rows)
        .annotate(words=Lower("query"))
        .values("words", "language")
        .order_by()
        .annotate(
            written=Min("query"),
            n_searches=Count("pk", filter=now),  # other names than the fields have
            n_nothing=Count("pk", filter=now & NOTHING),
            n_unopened=Count("pk", filter=now & UNOPENED),
            n_requested=Count("pk", filter=now & REQUESTED),
            n_unanswered=Count("pk", filter=now & unanswered),
            n_before=Count("pk", filter=~now & unanswered),
        )
        .filter(Q(n_unanswered__gt=0) | Q(n_before__gt=0))
        .order_by(F("n_unanswered").desc(), F("n_before").desc(), "words")[:MOST_WORDINGS]
    )
    return [
        (
            row["language"],
            Wording(
                row["written"],
                row["n_searches"],
                row["n_nothing"],
                row["n_unopened"],
                row["n_requested"],
                row["n_unanswered"],
                row["n_before"],
            ),
        )
        for row in counted
    ]


def _grouped(wordings: list[tuple[str, Wording]]) -> list[Gap]:
    """Wordings that share most of their words make one group; small words and one slip aside."""
    found: list[Gap] = []
    by_stem: dict[tuple[str, str], list[Gap]] = defaultdict(list)
    known: dict[str, list[str]] = defaultdict(list)
    for language, wording in wordings:
        words = [_like_a_known(word, known[language]) for word in _telling(wording)]
        stems = frozenset(tokens.stem(word, language) for word in words)
        near = [gap for stem in stems for gap in by_stem[language, stem]]
        best = max(near, key=lambda gap: _shared(gap.stems, stems), default=None)
        if best is None or _shared(best.stems, stems) < ALIKE:
            best = Gap(language, stems=stems)
            found.append(best)
            for stem in stems:
                by_stem[language, stem].append(best)
        best.wordings.append(wording)
    return found


def _telling(wording: Wording) -> list[str]:
    words = tokens.words(wording.words)
    telling = [word for word in words if word not in EVERY_STOP_WORD]
    return telling or words or [wording.words]


def _like_a_known(word: str, known: list[str]) -> str:
    """The word as it was met before, one slip aside."""
    if word in known:
        return word
    if len(word) >= SHORTEST_WITH_A_SLIP:
        near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
        if near and len(near[0]) >= SHORTEST_WITH_A_SLIP:
            return str(near[0])
    known.append(word)
    return word


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
