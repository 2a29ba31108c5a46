"""From a queued row to a sent email: claim, send, record, each step committed."""

import datetime
import logging
import random
import time

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from mentorhub import patience
from mentorhub.relay import lanes
from mentorhub.relay.due import wake

from . import resting
from .models import NEEDS_A_PERSON, OutgoingEmail, State
from .smtp import Session, Verdict

logger = logging.getLogger(__name__)

TRIES_AFTER = [1, 5, 15, 60]  # minutes; then hourly
GIVE_UP_AFTER = datetime.timedelta(hours=48)
MOST_INTERRUPTIONS = 5
DATABASE_BACK_AFTER = [0.5, 1, 2, 4, 8]  # seconds to wait for it, one after the other


def send_emails(ids: list[int]) -> None:
    """Send those of these emails that are due and that nobody else is sending.

    When the server cannot be reached the others are left as they are, and the server is left
    alone: the relay brings them again after its rest.
    """
    if resting.is_resting():
        resting.give_back(ids)
        return
    sent = False
    with Session() as session:
        for position, pk in enumerate(ids):
            email = claim(pk)
            if email is None:
                continue
            verdict = session.send(email)
            record(email, verdict)
            if not verdict.reached:
                resting.did_not_answer()
            if not verdict.connected:
                resting.give_back(ids[position + 1 :])
                return
            sent = True
    if sent:
        resting.answered()


@transaction.atomic
def claim(pk: int) -> OutgoingEmail | None:
    """Take the email for as long as the lease lasts, by the database's clock. None: not ours.

    A claim that ran out means that its sender died: a request or account mail is sent again
    with the same Message-ID, a bulk mail is parked, for it might have been taken.
    """
    email = OutgoingEmail.objects.due().select_for_update(skip_locked=True).filter(pk=pk).first()
    if email is None:
        return None
    if email.state == State.CLAIMED:
        email.interruptions += 1
        if email.lane == lanes.BULK or email.interruptions > MOST_INTERRUPTIONS:
            email.state = State.UNKNOWN
            email.last_answer = "The process that was sending it ended without saying how it went."
            email.save(update_fields=["state", "interruptions", "last_answer"])
            return None
    lease = datetime.timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    email.state = State.CLAIMED
    email.attempts += 1
    email.lease_until = Now() + lease
    email.save(update_fields=["state", "attempts", "interruptions", "lease_until"])
    return email


def record(email: OutgoingEmail, verdict: Verdict) -> None:
    """Write down what became of it. If even that fails, park it: it must not be sent for ever.

    A database that restarts just now is waited for, else an email that was taken would leave again.
    """
    for seconds in DATABASE_BACK_AFTER:
        try:
            _record(email, verdict)
            return
        except Error as error:
            logger.exception(
                "Email %s: %s, but that could not be recorded", email.pk, verdict.state
            )
            if not patience.passes(error):
                break
            connection.close()
            time.sleep(seconds)
    OutgoingEmail.objects.filter(pk=email.pk, state=State.CLAIMED).update(
        state=State.UNKNOWN, last_answer=f"Could not be recorded: {verdict.answer}"
    )


@transaction.atomic
def _record(email: OutgoingEmail, verdict: Verdict) -> None:
    ours = OutgoingEmail.objects.filter(pk=email.pk, state=State.CLAIMED, attempts=email.attempts)
    if verdict.state == State.SENT:
        ours.update(
            state=State.SENT, last_answer=verdict.answer, sent_at=Now(), **_forgotten(email)
        )
    elif verdict.state == State.WAITING or _may_be_repeated(email, verdict):
        next_try = _next_try(email)
        if next_try is None:
            ours.update(state=State.FAILED, last_answer=f"Given up: {verdict.answer}")
        else:
            ours.update(
                state=State.WAITING,
                last_answer=verdict.answer,
                due_at=Now() + next_try,
                woken_at=None,
                interruptions=F("interruptions") + int(verdict.state == State.UNKNOWN),
            )
    else:
        ours.update(state=verdict.state, last_answer=verdict.answer)


def _may_be_repeated(email: OutgoingEmail, verdict: Verdict) -> bool:
    """In doubt whether the server took it: request and account mail goes once more, bulk never."""
    return (
        verdict.state == State.UNKNOWN and email.lane == lanes.ACCOUNT and email.interruptions == 0
    )


def _next_try(email: OutgoingEmail) -> datetime.timedelta | None:
    """How long to wait, with a tenth of chance in it; None when it is too old to go on."""
    if timezone.now() - email.created_at > GIVE_UP_AFTER:
        return None
    minutes = TRIES_AFTER[min(email.attempts, len(TRIES_AFTER)) - 1]
    return datetime.timedelta(minutes=minutes * random.uniform(0.9, 1.1))  # noqa: S311 (no secret)


@transaction.atomic
def retry(email: OutgoingEmail) -> bool:
    """Queue it again, under its old Message-ID. False when there is nothing to retry."""
    changed = OutgoingEmail.objects.filter(
        pk=email.pk, state__in=[*NEEDS_A_PERSON, State.WAITING]
    ).update(state=State.QUEUED, due_at=Now(), woken_at=None, interruptions=0)
    if changed:
        wake(OutgoingEmail)
    return bool(changed)


def discard(email: OutgoingEmail) -> bool:
    """Give it up for good; the row stays. False when it has left or was discarded already."""
    waiting = [State.QUEUED, State.WAITING, *NEEDS_A_PERSON]
    ours = OutgoingEmail.objects.filter(pk=email.pk, state__in=waiting)
    return bool(ours.update(state=State.DISCARDED, **_forgotten(email)))


def _forgotten(email: OutgoingEmail) -> dict[str, str]:
    """What an email that is done with no longer holds: the codes and links of a secret one."""
    return {"text": "", "html": ""} if email.secret else {}
