"""What people tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction that made the invitation, with `invitation` and its `token`.
invited = Signal()

# Sent inside the transaction that took rights away, with `people`, the ids of everybody whose rights
# may have changed, and `lost`, what was taken: a set of leaving.Held.
rights_lost = Signal()

# Sent inside the transaction in which an `export` of somebody's own data became ready.
export_ready = Signal()
