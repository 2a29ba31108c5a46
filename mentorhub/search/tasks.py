"""What Celery does for the search."""

from celery import shared_task

from . import meaning, vocabulary


@shared_task(name="search.refresh_vocabulary")
def refresh_vocabulary() -> None:
    """Count the words anew when entries changed; before, take the meaning of these, if we may."""
    meaning.refresh()
    vocabulary.refresh_if_changed()
