"""What Celery does with requests."""

import uuid

from celery import shared_task

from . import bulk, closing, routing, scanning
from .handover import absences, departing, moving


@shared_task(name="contact.route_requests")
def route_requests(ids: list[int]) -> None:
    """Route the requests with these ids, as far as they still wait for it."""
    for pk in ids:
        routing.route(pk)


@shared_task(name="contact.close_solved")
def close_solved() -> None:
    """Tell whose request closes in three days; close what has been solved for two weeks."""
    closing.close_solved()


@shared_task(name="contact.scan_files")
def scan_files(ids: list[uuid.UUID]) -> None:
    """Have the files with these ids looked at by the virus scanner, as far as they still wait for it."""
    for pk in ids:
        scanning.scan(pk)


@shared_task(name="contact.bring_handovers")
def bring_handovers(ids: list[int]) -> None:
    """Find somebody for the requests of people who have left."""
    for pk in ids:
        departing.bring(pk)


@shared_task(name="contact.begin_and_end_absences")
def begin_and_end_absences() -> None:
    """Tell of absences that have begun, and of those that are over."""
    absences.begin_and_end()


@shared_task(name="contact.follow_ended_roles")
def follow_ended_roles() -> None:
    """Take requests along with mentors, and away from managers, whose role ended by its date."""
    moving.follow()
    departing.release_lapsed()


@shared_task(name="contact.do_bulk_acts")
def do_bulk_acts(ids: list[int]) -> None:
    """Do what is left of these acts on many requests."""
    for pk in ids:
        bulk.do(pk)
