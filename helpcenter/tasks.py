"""What happens to articles by the clock."""

from celery import shared_task

from . import search


@shared_task(name="helpcenter.index_newly_published")
def index_newly_published() -> None:
    """Let scheduled articles be found from their moment on."""
    search.index_newly_published()
