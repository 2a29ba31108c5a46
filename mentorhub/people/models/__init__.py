"""The people of the school, what they are on which path, and when."""

from .absence import Absence
from .audit import AuditEntry
from .export import PersonalExport
from .imports import ImportLine, PeopleImport
from .invitation import Invitation
from .merge import AccountMerge
from .role import Role
from .team import Team
from .user import User

__all__ = [
    "AccountMerge",
    "Absence",
    "AuditEntry",
    "ImportLine",
    "Invitation",
    "PeopleImport",
    "PersonalExport",
    "Role",
    "Team",
    "User",
]
