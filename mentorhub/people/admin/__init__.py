"""People in the admin."""

from . import accounts, imports

__all__ = ["accounts", "imports"]
