"""What happens to articles by the clock."""

from celery import shared_task

from . import following, related, reviewing, search


@shared_task(name="helpcenter.index_newly_published")
def index_newly_published() -> None:
    """Let scheduled articles be found from their moment on."""
    search.index_newly_published()


@shared_task(name="helpcenter.relate_articles")
def relate_articles() -> None:
    """Let new answers show beside the old ones that are like them."""
    related.relate_all_if_changed()


@shared_task(name="helpcenter.tell_followers")
def tell_followers() -> None:
    """Write to everybody who follows something that is new or changed."""
    following.tell_followers()


@shared_task(name="helpcenter.tell_editors")
def tell_editors() -> None:
    """Write to editors what to read through."""
    reviewing.tell_editors()
