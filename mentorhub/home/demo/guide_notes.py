"""What the demo's mentors and assessors wrote under criteria, and which versions they have read."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from guides.models import Guide, Note, Part, Reading, Version
from mentorhub.people.models import User


@dataclass(frozen=True)
class Thread:
    """Notes as (who, days ago, text), the first and its answers."""

    path: str
    project: int
    anchor: str
    notes: list[tuple[str, float, str]]
    ruled: int | None = None  # which of the notes is a ruling
    resolved: tuple[str, float] | None = None
    reported: tuple[str, float, str] | None = None
    mentioned: str = ""


THREADS = [
    Thread(
        "data-analyst", 4, "cluster-the-countries",
        [("jonas", 31, "One method run with five settings: are these two methods?"),
         ("priya", 30.5, "I told my student no, but the words of the criterion leave it open."),
         ("camille", 30, "No. Two methods differ in how they form groups, not in a parameter. Both assessors of the path agree.")],
        ruled=2, resolved=("camille", 30),
    ),
    Thread(
        "data-analyst", 4, "cluster-the-countries",
        [("amina", 3, "A student compared k-means with DBSCAN, which calls half of the countries noise. Does that count as compared?"),
         ("jonas", 2.5, "For me yes, if she says why density fits badly here. The noise is her finding.")],
    ),
    Thread(
        "data-analyst", 4, "second-session-public-data-and-their-holes",
        [("priya", 4, "The page on codes of countries has moved; the link in the resources leads to the front page.")],
        reported=("priya", 4, "Replace the link to the codes of countries"),
    ),
    Thread(
        "data-analyst", 1, "say-what-a-row-is",
        [("grace", 16, "Is it enough to say it in the presentation, or must it be in the notebook?"),
         ("jonas", 15, "Either. I ask when it is not in the notebook.")],
        resolved=("grace", 15),
    ),
    Thread(
        "data-analyst", 3, "answer-what-was-asked",
        [("amina", 9, "Question 9 says customers. Do two accounts with one telephone number count as one?"),
         ("jonas", 8, "The student decides and says so. Both are met, silence is not.")],
    ),
    Thread(
        "data-engineer", 4, "count-each-event-once",
        [("hugo", 14, "How long must the memory of seen events reach back? My student keeps a day."),
         ("grace", 13, "A day is more than the lateness he measured, so I would accept it if he says that.")],
    ),
    Thread(
        "ux-designer", 1, "respect-the-people",
        [("leo", 5, "One person signed on paper and the photo is hardly legible. Does the interview count? @Samuel Ortiz")],
        mentioned="samuel",
    ),
    Thread(
        "ux-designer", 3, "change-a-few-things-for-a-reason",
        [("chloe", 15, "My student changed eleven things and the second round looks great. Pass?"),
         ("samuel", 14, "With eleven changes nobody knows which one helped. I asked for the three that mattered and the reasons, and she had them."),
         ("elise", 12, "Taken up in version 2: three to five, each tied to an observation.")],
        resolved=("elise", 12),
    ),
    Thread(
        "web-developer", 3, "never-book-twice",
        [("yusuf", 8, "Is a lock in the application enough when there is only one process?"),
         ("marta", 7, "The criterion says that the database holds the rule. I would show him two processes.")],
    ),
    Thread(
        "web-developer", 3, "be-written-by-the-student",
        [("marta", 5, "“Written by the student” reads as if nothing may be generated. What do we do with declared code?"),
         ("elise", 2, "Version 2 says it: explained and changed live.")],
        resolved=("elise", 2),
    ),
]  # fmt: skip

# Who, path, project, the version they confirmed (None: only looked), the one they saw last.
READINGS = [
    ("amina", "data-analyst", 1, 2, 2),
    ("amina", "data-analyst", 2, 1, 1),
    ("amina", "data-analyst", 4, 1, 2),
    ("amina", "data-analyst", 5, 1, 1),
    ("jonas", "data-analyst", 1, 1, 2),
    ("jonas", "data-analyst", 3, 1, 1),
    ("jonas", "data-analyst", 4, 2, 3),
    ("priya", "data-analyst", 4, 3, 3),
    ("grace", "data-analyst", 1, None, 1),
    ("hugo", "data-engineer", 2, 1, 1),
    ("hugo", "data-engineer", 3, 1, 1),
    ("leo", "ux-designer", 1, 1, 1),
    ("chloe", "ux-designer", 3, 2, 2),
    ("samuel", "ux-designer", 3, 1, 1),
    ("samuel", "ux-designer", 5, 1, 1),
    ("yusuf", "web-developer", 3, 1, 1),
    ("marta", "web-developer", 3, 2, 2),
]


def write_notes_and_readings() -> None:
    """Fill the guides' margins; each note is of the version that its author had before them."""
    for thread in THREADS:
        _write(thread)
    for who, path, project, confirmed, seen in READINGS:
        versions = {it.number: it for it in _guide(path, project).versions.all()}
        at = max(versions[seen].published_at, timezone.now() - datetime.timedelta(days=30))
        Reading.objects.create(
            guide=versions[seen].guide,
            reader=_person(who),
            seen=versions[seen],
            seen_at=at + datetime.timedelta(hours=5),
            confirmed=versions.get(confirmed or 0),
            confirmed_at=at + datetime.timedelta(hours=5) if confirmed else None,
        )


def _write(thread: Thread) -> None:
    guide = _guide(thread.path, thread.project)
    part = Part.objects.get(guide=guide, anchor=thread.anchor)
    first: Note | None = None
    for place, (who, days, text) in enumerate(thread.notes):
        note = Note(
            part=part,
            thread=first,
            author=_person(who),
            text=text,
            at=_ago(days),
            version=_version(guide, days),
            form_token=uuid.uuid4(),
        )
        if place == thread.ruled:
            note.ruled_by, note.ruled_at = note.author, note.at
        if first is None:
            _close(note, thread)
        note.save()
        first = first or note
    if first and thread.mentioned:
        first.mentioned.add(_person(thread.mentioned))


def _close(note: Note, thread: Thread) -> None:
    if thread.resolved:
        note.resolved_by, note.resolved_at = _person(thread.resolved[0]), _ago(thread.resolved[1])
    if thread.reported:
        who, days, note.report = thread.reported
        note.reported_by, note.reported_at = _person(who), _ago(days)


def _guide(path: str, project: int) -> Guide:
    return Guide.objects.get(project__path__slug=path, project__number=project)


def _version(guide: Guide, days: float) -> Version:
    """What was published then."""
    return guide.versions.filter(published_at__lte=_ago(days)).latest("number")


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@mentorhub.example")


def _ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)
