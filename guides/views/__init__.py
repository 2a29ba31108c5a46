"""The pages of readers."""

from .browse import paths, projects
from .project import assessment, at, brief, deliverables, history, mentor_guide, print_view
from .reading import confirm, seen

__all__ = [
    "assessment",
    "at",
    "brief",
    "confirm",
    "deliverables",
    "history",
    "mentor_guide",
    "paths",
    "print_view",
    "projects",
    "seen",
]
