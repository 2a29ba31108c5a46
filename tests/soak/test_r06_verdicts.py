"""R06: twenty answers of a mail server, ten emails each."""

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from mentorhub.env import MailServer
from mentorhub.mail import sending
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.mail.smtp import Session, Verdict
from mentorhub.relay.due import PATIENCE
from tests.reliability.at_once import at_once
from tests.rig.curt_server import CurtServer
from tests.rig.mail_sink import DROP, HANG, TAKE_AND_DROP, MailSink
from tests.rig.ports import free_port

from .conftest import Tell, seconds_since
from .outbox import count, fill

EACH = 10
CUT_AFTER = 40.0  # the row says 30 s
SCHEDULE = [1, 5, 15, 60, 60, 60]  # minutes


@dataclass(frozen=True)
class Case:
    """What the server does at one step, and where the emails stand then."""

    step: str
    answer: str
    state: State
    words: str = ""

    def __str__(self) -> str:
        return f"{self.answer} at {self.step}"


LATER = [Case("RCPT", f"{code} later", State.WAITING, str(code)) for code in (421, 450, 451, 452)]
NEVER = [Case("RCPT", f"{code} no", State.FAILED, str(code)) for code in (550, 551, 552, 553, 554)]
CASES = [
    Case("door", "refused", State.WAITING, "ConnectionRefusedError"),
    Case("door", HANG, State.WAITING, "timed out"),
    Case("door", "421 closed", State.WAITING, "421"),
    Case("door", "no TLS", State.WAITING, "SMTPNotSupportedError"),
    *LATER,
    *NEVER,
    Case("RCPT", HANG, State.WAITING),
    Case("DATA", "451 later", State.WAITING, "451"),
    Case("DATA", "552 too big", State.FAILED, "552"),
    Case("DATA", "554 no", State.FAILED, "554"),
    # In doubt: once more, then a person decides.
    Case("DATA", HANG, State.WAITING),
    Case("DATA", DROP, State.WAITING),
    Case("DATA", TAKE_AND_DROP, State.WAITING),
]
IN_DOUBT = {HANG, DROP, TAKE_AND_DROP}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_r06_a_verdict(transactional_db: None, tell: Tell, case: Case) -> None:
    fill(EACH)
    with _server(case) as (server, sink):
        slowest = _send_all(server)
        states = Counter(OutgoingEmail.objects.values_list("state", flat=True))
        said = OutgoingEmail.objects.first().last_answer
        if case.step == "DATA" and case.answer in IN_DOUBT:
            OutgoingEmail.objects.update(due_at=Now())
            _send_all(server)
            end = State.UNKNOWN
        elif case.state == State.WAITING:
            _check_schedule(OutgoingEmail.objects.first())
            end = State.WAITING
        else:
            end = case.state
    copies = Counter(sink.by_message_id().values())
    tell(
        load=f"{EACH} emails",
        fault=str(case),
        expected=f"{case.state}, in the end {end}; the server's words kept; cut at 30 s",
        counted=f"{dict(states)}, in the end {count(end)} {end}, copies {dict(copies)}; "
        f"within {slowest:.0f} s: {said[:60]}",
    )
    assert states == {case.state: EACH}
    assert count(end) >= EACH - 1  # the one whose schedule was looked at is given up by now
    assert case.words in said != ""
    assert slowest <= CUT_AFTER
    assert max(copies, default=0) <= (2 if case.answer == TAKE_AND_DROP else 0)
    listed = OutgoingEmail.objects.stuck(PATIENCE).count()
    assert listed == (EACH if end in {State.FAILED, State.UNKNOWN} else listed)


@contextmanager
def _server(case: Case) -> Iterator[tuple[MailServer, MailSink]]:
    """One that answers so at this step, and what it took."""
    with MailSink() as sink:
        port, tls = sink.port, "off"
        answers = {f"test{number}@example.net": case.answer for number in range(EACH)}
        if case.step == "door":
            port = free_port()
        if case.step == "RCPT":
            sink.at_rcpt = answers
        if case.step == "DATA":
            sink.at_data = answers
        if case.answer == "no TLS":
            port, tls = sink.port, "starttls"
        if case.step == "door" and case.answer in {HANG, "421 closed"}:
            with CurtServer(banner="" if case.answer == HANG else case.answer) as curt:
                yield MailServer("127.0.0.1", curt.port, "", "", tls), sink
        else:
            yield MailServer("127.0.0.1", port, "", "", tls), sink


def _send_all(server: MailServer) -> float:
    """Each over a connection of its own, all at once; the seconds of the slowest."""

    def send(pk: int) -> float:
        begun = timezone.now()
        email = sending.claim(pk)
        with Session(server) as session:
            sending.record(email, session.send(email))
        return seconds_since(begun)

    ids = OutgoingEmail.objects.values_list("pk", flat=True)
    took = at_once([lambda pk=pk: send(pk) for pk in ids])
    return max(took)


def _check_schedule(email: OutgoingEmail) -> None:
    """The tries to come, each as soon as it is due, until two days are over."""
    verdict = Verdict(State.WAITING, email.last_answer)
    for minutes in SCHEDULE:
        wait = (email.due_at - timezone.now()).total_seconds() / 60
        assert 0.85 * minutes <= wait + 1 and wait <= 1.15 * minutes, (email.attempts, wait)
        OutgoingEmail.objects.filter(pk=email.pk).update(due_at=Now())
        sending.record(sending.claim(email.pk), verdict)
        email.refresh_from_db()
    long_ago = timezone.now() - datetime.timedelta(hours=49)
    OutgoingEmail.objects.filter(pk=email.pk).update(due_at=Now(), created_at=long_ago)
    sending.record(sending.claim(email.pk), verdict)
    email.refresh_from_db()
    assert (email.state, email.last_answer[:8]) == (State.FAILED, "Given up")
