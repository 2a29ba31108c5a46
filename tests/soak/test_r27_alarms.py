"""R27, R03, R20: whatever falls silent is named within two minutes."""

import signal
import time

import pytest

from mentorhub.health import state as health
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import pulse
from tests.factories import mail
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell

WITHIN = 120.0
SLACK = 20.0
FAULTS = {
    "the relay is killed": "relay_silent_seconds",
    "beat is killed": "work_silent_seconds",
    "the worker is alone and deaf": "work_silent_seconds",
    "an email is refused": "dead_letters",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_r27_an_alarm(site: Stack, sink: MailSink, tell: Tell, fault: str) -> None:
    site.start_relay()
    site.start_worker()
    site.start_beat()
    wait_until(lambda: _all_live(), "all to live")
    before = _wrong()

    _break(site, sink, fault)
    begun = time.monotonic()
    try:
        wait_until(lambda: FAULTS[fault] in _wrong(), "the alarm", WITHIN + SLACK)
    finally:
        took = time.monotonic() - begun
        _mend(site, fault)
        tell(
            load="relay, worker and beat",
            fault=fault,
            expected="well before; named within 2 minutes",
            counted=f"{len(before)} alarms before; named after {took:.0f} s",
        )
    assert before == set()


def _all_live() -> bool:
    parts = [pulse.RELAY, pulse.WORK, pulse.CHECK]
    return all(pulse.silence(part) is not None for part in parts)


def _wrong() -> set[str]:
    """The disk is the machine's own affair."""
    wrong = {finding.name for finding in health.findings() if not finding.is_well}
    return wrong - {"disk_used_share"}


def _break(site: Stack, sink: MailSink, fault: str) -> None:
    if fault == "the relay is killed":
        site.kill("relay")
    elif fault == "beat is killed":
        site.kill("beat")
    elif fault == "the worker is alone and deaf":
        site.children["worker"].send_signal(signal.SIGSTOP)
    else:
        sink.at_rcpt["nobody@example.net"] = "550 no such mailbox"
        email = mail.email("nobody@example.net")
        wait_until(
            lambda: OutgoingEmail.objects.filter(pk=email.pk, state=State.FAILED).exists(),
            "the refusal",
        )


def _mend(site: Stack, fault: str) -> None:
    """So that what was stopped can end."""
    if fault == "the worker is alone and deaf":
        site.children["worker"].send_signal(signal.SIGCONT)
