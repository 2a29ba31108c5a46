"""Everything that must hold for MentorHub to keep its promises, looked at now.

Each is a sentence for whoever looks after the site; a page, a command and the metrics show them.
"""

import datetime
import shutil
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhub.cache import SurvivingCache
from mentorhub.content import clamd
from mentorhub.mail.models import NEEDS_A_PERSON, OutgoingEmail, SendingPause, ServerRest, State
from mentorhub.relay import behind, lanes, pulse
from mentorhub.relay.due import PATIENCE, registry

SILENT_RELAY = datetime.timedelta(seconds=60)
SILENT_WORK = datetime.timedelta(minutes=2)  # four signs missed
SILENT_CHECK = datetime.timedelta(minutes=5)
LATE_RELAY = datetime.timedelta(seconds=60)
FULL_DISK = 0.85
LAST_EMAILS = 1_000
MOST_FAILED = 0.05  # of them


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `value` is its figure for the metrics: seconds, rows, or a share."""

    name: str
    title: str
    is_well: bool
    said: str
    value: float


def findings() -> list[Finding]:
    """All of them, in the order in which somebody would look."""
    return [
        _pulse(pulse.RELAY, _("Relay"), SILENT_RELAY),
        _relay_is_behind(),
        _pulse(pulse.WORK, _("Beat, broker and worker"), SILENT_WORK),
        _pulse(pulse.CHECK, _("This check itself"), SILENT_CHECK),
        _sending(),
        *(_queue(lane) for lane in (lanes.ACCOUNT, lanes.BULK)),
        _last_mail(),
        _dead_letters(),
        _failed_share(),
        _stuck(),
        _cache(),
        _disk(),
        _virus_scanner(),
    ]


def _pulse(name: str, title: str, longest: datetime.timedelta) -> Finding:
    silent = pulse.silence(name)
    if silent is None:
        return Finding(f"{name}_silent_seconds", title, False, _("has never run"), -1.0)
    seconds = silent.total_seconds()
    said = _("last sign of life %d seconds ago") % seconds
    return Finding(f"{name}_silent_seconds", title, silent <= longest, said, seconds)


def _relay_is_behind() -> Finding:
    seconds = behind.behind().total_seconds()
    said = _("the oldest row that is due waits to be published for %d seconds") % seconds
    is_well = seconds <= LATE_RELAY.total_seconds()
    return Finding("relay_behind_seconds", _("Relay's work"), is_well, said, seconds)


def _sending() -> Finding:
    paused, rest = SendingPause.objects.first(), ServerRest.objects.first()
    said = _("on")
    if rest:
        said = _("the mail server did not answer %d times") % rest.failures
    if paused:
        said = _("paused: %s") % paused.why
    is_well = said == _("on")
    return Finding("sending_is_on", _("Sending"), is_well, said, float(is_well))


def _queue(lane: str) -> Finding:
    due = OutgoingEmail.objects.in_lane(lane).due()
    count, oldest = due.count(), due.aggregate(at=Min("due_at"))["at"]
    age = timezone.now() - oldest if oldest else datetime.timedelta()
    said = _("%(count)d emails to be sent now, the oldest for %(seconds)d seconds") % {
        "count": count,
        "seconds": age.total_seconds(),
    }
    title = _("Emails, lane %s") % lane
    return Finding(f"{lane}_mail_age_seconds", title, age <= PATIENCE, said, age.total_seconds())


def _last_mail() -> Finding:
    at = (
        OutgoingEmail.objects.filter(state=State.SENT)
        .order_by("-pk")
        .values_list("sent_at", flat=True)
        .first()
    )
    if at is None:
        return Finding("last_mail_seconds", _("Last email"), True, _("none yet"), -1.0)
    age = timezone.now() - at
    said = _("left %d seconds ago") % age.total_seconds()
    return Finding("last_mail_seconds", _("Last email"), True, said, age.total_seconds())


def _dead_letters() -> Finding:
    count = OutgoingEmail.objects.filter(state__in=NEEDS_A_PERSON).count()
    said = _("%d were refused, or are in doubt") % count
    return Finding("dead_letters", _("Emails that need a person"), not count, said, count)


def _failed_share() -> Finding:
    """Of the last emails by number, which their index finds, however many there are."""
    done = [State.SENT, *NEEDS_A_PERSON]
    last = OutgoingEmail.objects.filter(state__in=done).order_by("-pk")[:LAST_EMAILS]
    counts = OutgoingEmail.objects.filter(pk__in=last.values("pk")).aggregate(
        all=Count("pk"), failed=Count("pk", filter=Q(state__in=NEEDS_A_PERSON))
    )
    share = counts["failed"] / counts["all"] if counts["all"] else 0.0
    said = _("%(failed)d of the last %(all)d did not arrive") % counts
    return Finding("failed_mail_share", _("Failed emails"), share <= MOST_FAILED, said, share)


def _stuck() -> Finding:
    count = sum(due.stuck(PATIENCE).count() for due in registry)
    said = _("%d rows wait for longer than 10 minutes") % count
    return Finding("stuck_rows", _("Stuck"), not count, said, count)


def _cache() -> Finding:
    cache = caches["default"]
    is_there = not isinstance(cache, SurvivingCache) or cache.redis_answers()
    said = _("answers") if is_there else _("Redis is away, the database serves in its place")
    return Finding("cache_is_there", _("Cache"), is_there, said, float(is_there))


def _disk() -> Finding:
    usage = shutil.disk_usage(settings.DATA_DIR)
    share = usage.used / usage.total
    said = _("%(percent)d %% full, %(free)d MB free") % {
        "percent": 100 * share,
        "free": usage.free // 1024**2,
    }
    return Finding("disk_used_share", _("Disk of uploaded files"), share <= FULL_DISK, said, share)


def _virus_scanner() -> Finding:
    """While it is away, files wait for it, and nobody can download them."""
    said, is_well = _("not set up: files are taken without it"), True
    if clamd.is_set_up():
        try:
            clamd.ping()
            said = _("answers")
        except clamd.Away as why:
            said, is_well = _("does not answer, files wait for it: %s") % why, False
    title = _("Virus scanner")
    return Finding("virus_scanner_is_there", title, is_well, said, float(is_well))
