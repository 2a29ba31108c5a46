from .browse import paths, projects
from .picture import picture
from .project import assessment, at, brief, deliverables, history, mentor_guide

__all__ = [
    "assessment",
    "at",
    "brief",
    "deliverables",
    "history",
    "mentor_guide",
    "paths",
    "picture",
    "projects",
]
