"""What happens to files by the clock."""

from celery import shared_task

from . import held


@shared_task(name="content.forget_held_files")
def forget_held_files() -> None:
    """Delete the files of forms that were not sent again within a day."""
    held.forget_old()
