"""What beat has done by a worker to prove that all three of beat, broker and worker live."""

from celery import shared_task

from . import pulse


@shared_task(name="relay.say_that_work_is_done")
def say_that_work_is_done() -> None:
    pulse.beat(pulse.WORK)
