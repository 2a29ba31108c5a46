from .browse import paths, projects
from .project import assessment, at, brief, deliverables, history, mentor_guide

__all__ = [
    "assessment",
    "at",
    "brief",
    "deliverables",
    "history",
    "mentor_guide",
    "paths",
    "projects",
]
