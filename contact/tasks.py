"""What Celery does with requests."""

from celery import shared_task

from . import bulk, closing, routing


@shared_task(name="contact.route_requests")
def route_requests(ids: list[int]) -> None:
    """Route the requests with these ids, as far as they still wait for it."""
    for pk in ids:
        routing.route(pk)


@shared_task(name="contact.close_solved")
def close_solved() -> None:
    """Tell whose request closes in three days; close what has been solved for two weeks."""
    closing.close_solved()


@shared_task(name="contact.do_bulk_acts")
def do_bulk_acts(ids: list[int]) -> None:
    """Do what is left of these acts on many requests."""
    for pk in ids:
        bulk.do(pk)
