"""What people tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction that made the invitation, with `invitation` and its `token`.
invited = Signal()

# Sent inside the transaction in which an `export` of somebody's own data became ready.
export_ready = Signal()
