"""What happens to articles by the clock."""

from celery import shared_task

from . import related, search


@shared_task(name="helpcenter.index_newly_published")
def index_newly_published() -> None:
    """Let scheduled articles be found from their moment on."""
    search.index_newly_published()


@shared_task(name="helpcenter.relate_articles")
def relate_articles() -> None:
    """Let new answers show beside the old ones that are like them."""
    related.relate_all_if_changed()
