"""What Celery does for the search."""

from celery import shared_task

from . import vocabulary


@shared_task(name="search.refresh_vocabulary")
def refresh_vocabulary() -> None:
    """Count the words anew when entries changed."""
    vocabulary.refresh_if_changed()
