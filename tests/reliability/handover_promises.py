"""R08 for the tasks by which requests change hands: delivered twice, they have one effect."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from contact import tasks
from contact.handover import departing
from contact.models import Handover, Request, TimelineEvent
from contact.states import Event
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.leaving import Held
from mentorhub.people.models import Absence, Role
from tests.rig.mail_sink import MailSink

from .at_once import twice
from .conftest import School

A_DAY = datetime.timedelta(days=1)


def an_open_request(school: School) -> Request:
    """The manager's, written and assigned two days ago."""
    before = timezone.now() - 2 * A_DAY
    mentor = school.mentor
    return Request.objects.create(
        sender=mentor,
        name=mentor.name,
        email=mentor.email,
        path=school.path,
        topic=school.topic,
        subject="Question",
        status="open",
        assignee=school.manager,
        created_at=before,
        assigned_at=before,
        routed_at=before,
    )


def departures_are_brought_once(school: School, sink: MailSink) -> None:
    Request.objects.all().delete()
    mentor_request = an_open_request(school)
    held = Held(school.manager.pk, school.path.pk, Role.Kind.MANAGER)
    departing.release([school.manager.pk], [held])
    handover = Handover.objects.latest("pk")
    twice(lambda: tasks.bring_handovers([handover.pk]))
    routed = TimelineEvent.objects.filter(request=mentor_request, event=Event.ROUTED)
    assert routed.count() == 1
    assert (
        OutgoingEmail.objects.filter(key__startswith=f"contact.brief:{handover.pk}:").count() == 1
    )


def absences_are_told_of_once(school: School, sink: MailSink) -> None:
    Absence.objects.all().delete()
    an_open_request(school)
    today = timezone.localdate()
    absence = Absence.objects.create(
        user=school.manager, starts_on=today, ends_on=today, cover=school.colleague
    )
    twice(tasks.begin_and_end_absences)
    assert OutgoingEmail.objects.filter(key__startswith=f"contact.offer:{absence.pk}:").count() == 1


def ended_roles_are_followed_once(school: School, sink: MailSink) -> None:
    Request.objects.all().delete()
    mentor_request = an_open_request(school)
    other, _made = Path.objects.get_or_create(name="UX Designer", slug="ux-designer")
    yesterday = timezone.localdate() - A_DAY
    roles = Role.objects.filter(user=school.mentor, path=school.path)
    roles.update(starts_on=yesterday - 30 * A_DAY, ends_on=yesterday)
    Role.objects.get_or_create(user=school.mentor, path=other, kind=Role.Kind.MENTOR)
    twice(tasks.follow_ended_roles)
    moved = TimelineEvent.objects.filter(request=mentor_request, event=Event.MOVED)
    assert moved.count() == 1
    assert Request.objects.get(pk=mentor_request.pk).path == other


PROMISES: dict[str, Callable[[School, MailSink], None]] = {
    "contact.bring_handovers": departures_are_brought_once,
    "contact.begin_and_end_absences": absences_are_told_of_once,
    "contact.follow_ended_roles": ended_roles_are_followed_once,
}
