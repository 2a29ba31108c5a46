"""What Celery does with guides."""

from celery import shared_task

from . import digest, telling


@shared_task(name="guides.tell_of_versions")
def tell_of_versions(ids: list[int]) -> None:
    """Tell of the versions with these ids, as far as it is still to be done."""
    for pk in ids:
        telling.tell_of(pk)


@shared_task(name="guides.make_digests")
def make_digests() -> None:
    """Make the weekly emails for those whose Monday morning has come."""
    digest.make()
