"""What Celery does for the search."""

from celery import shared_task

from . import log, meaning, vocabulary


@shared_task(name="search.refresh_vocabulary")
def refresh_vocabulary() -> None:
    """Count the words anew when entries changed; before, take the meaning of these, if we may."""
    meaning.refresh()
    vocabulary.refresh_if_changed()


@shared_task(name="search.erase_old_searches")
def erase_old_searches() -> None:
    """Keep searches for thirteen months and no longer."""
    log.erase_old()
