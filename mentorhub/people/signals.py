"""What people tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction that made the invitation, with `invitation` and its `token`.
invited = Signal()
