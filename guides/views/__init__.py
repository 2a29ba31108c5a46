"""The pages of readers."""

from .browse import paths, projects
from .emails import emails, stop_emails
from .notes import (
    answer,
    delete,
    end_ruling,
    note,
    part_notes,
    reopen,
    report,
    resolve,
    rule,
)
from .open_notes import open_notes
from .picture import picture
from .project import assessment, at, brief, deliverables, history, mentor_guide, print_view
from .reading import confirm, seen

__all__ = [
    "answer",
    "assessment",
    "at",
    "brief",
    "confirm",
    "delete",
    "deliverables",
    "emails",
    "end_ruling",
    "history",
    "mentor_guide",
    "note",
    "open_notes",
    "part_notes",
    "paths",
    "picture",
    "print_view",
    "projects",
    "reopen",
    "report",
    "resolve",
    "rule",
    "seen",
    "stop_emails",
]
