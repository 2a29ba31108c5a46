"""What Celery does with requests."""

import uuid

from celery import shared_task

from . import replying, routing, scanning


@shared_task(name="contact.route_requests")
def route_requests(ids: list[int]) -> None:
    """Route the requests with these ids, as far as they still wait for it."""
    for pk in ids:
        routing.route(pk)


@shared_task(name="contact.close_solved")
def close_solved() -> None:
    """Close the requests that have been solved for two weeks."""
    replying.close_solved()


@shared_task(name="contact.scan_files")
def scan_files(ids: list[uuid.UUID]) -> None:
    """Have the files with these ids looked at by the virus scanner, as far as they still wait for it."""
    for pk in ids:
        scanning.scan(pk)
