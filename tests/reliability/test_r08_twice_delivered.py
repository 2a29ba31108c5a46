"""R08: a task that is delivered twice has one effect."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contact import tasks as contact_tasks
from contact.models import BulkAct, BulkRow, Request, TimelineEvent
from contact.states import Event, Status
from mentorhub.celery import app
from mentorhub.content import files, held
from mentorhub.content import tasks as content_tasks
from mentorhub.content.models import HeldFile
from mentorhub.health import tasks as health_tasks
from mentorhub.health.models import Alarm
from mentorhub.mail import tasks as mail_tasks
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.people import importing, merging_in_steps, personal
from mentorhub.people import tasks as people_tasks
from mentorhub.people.models import AuditEntry, PersonalExport, User
from mentorhub.relay import pulse
from mentorhub.relay import tasks as relay_tasks
from mentorhub.relay.models import Pulse
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from . import handover_promises, reading_promises
from .at_once import twice
from .conftest import School, person
from .files_once import files_are_scanned_once

TIMES = 100


def outgoing(key: str) -> OutgoingEmail:
    return OutgoingEmail.objects.create(
        key=key, kind="test", to_address="reader@mentorhub.example", subject=key, html="<p>Hi</p>"
    )


def a_request(school: School, **fields: object) -> Request:
    return Request.objects.create(
        sender=school.mentor,
        name=school.mentor.name,
        email=school.mentor.email,
        path=school.path,
        topic=school.topic,
        subject="Question",
        **fields,
    )


def emails_leave_once(school: School, sink: MailSink) -> None:
    email = outgoing(f"once:{OutgoingEmail.objects.count()}")
    twice(lambda: mail_tasks.send_emails([email.pk]))
    assert sink.by_message_id()[email.message_id] == 1


def requests_are_routed_once(school: School, sink: MailSink) -> None:
    mentor_request = a_request(school)
    twice(lambda: contact_tasks.route_requests([mentor_request.pk]))
    routed = TimelineEvent.objects.filter(request=mentor_request, event=Event.ROUTED)
    assert routed.count() == 1
    assert OutgoingEmail.objects.filter(about=mentor_request.desk_url).count() == 1


def requests_are_closed_once(school: School, sink: MailSink) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=15)
    mentor_request = a_request(school, status=Status.SOLVED, solved_at=long_ago)
    twice(contact_tasks.close_solved)
    notices = OutgoingEmail.objects.filter(kind="contact/closing", about=mentor_request.desk_url)
    assert notices.count() == 1
    Request.objects.filter(pk=mentor_request.pk).update(closing_told_at=long_ago)
    twice(contact_tasks.close_solved)
    closed = TimelineEvent.objects.filter(request=mentor_request, event=Event.CLOSED)
    assert closed.count() == 1


def acts_on_many_are_done_once(school: School, sink: MailSink) -> None:
    mentor_requests = [a_request(school, routed_at=timezone.now()) for _each in range(2)]
    act = BulkAct.objects.create(by=school.manager, act="assign", data={"to": school.colleague.pk})
    for one in mentor_requests:
        BulkRow.objects.create(bulk=act, request=one, seen_version=one.version)
    twice(lambda: contact_tasks.do_bulk_acts([act.pk]))
    contact_tasks.do_bulk_acts([act.pk])  # as the relay does while the row says unfinished
    assigned = TimelineEvent.objects.filter(request__in=mentor_requests, event=Event.ASSIGNED)
    assert assigned.count() == 2
    assert OutgoingEmail.objects.filter(key__startswith=f"contact.many:{act.pk}:").count() == 1


def sessions_are_forgotten_once(school: School, sink: MailSink) -> None:
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=yesterday)
    twice(people_tasks.forget_ended_sessions)
    assert not Session.objects.filter(session_key="ended").exists()


def people_are_imported_once(school: School, sink: MailSink) -> None:
    email = f"new-{User.objects.count()}@example.net"
    line = {"email": email, "name": "New", "path": school.path.name, "role": "mentor"}
    line |= {"starts_on": "", "ends_on": ""}
    made = importing.begin("people.csv", [line], school.manager)
    importing.go_on(made.pk)
    importing.apply(made)
    twice(lambda: people_tasks.import_people([made.pk]))
    assert User.objects.get(email=email).roles.count() == 1


def life_is_said_once(school: School, sink: MailSink) -> None:
    pulse._last.clear()
    twice(relay_tasks.say_that_work_is_done)
    assert Pulse.objects.count() == 1


def alarms_are_told_once(school: School, sink: MailSink) -> None:
    User.objects.filter(pk=school.manager.pk).update(is_superuser=True)
    Alarm.objects.all().delete()
    OutgoingEmail.objects.all().delete()
    pulse._last.clear()
    twice(health_tasks.look)
    assert Alarm.objects.filter(name="relay_silent_seconds").count() == 1
    assert OutgoingEmail.objects.filter(kind="health/alarm").count() == 1


def accounts_are_merged_once(school: School, sink: MailSink) -> None:
    gone = person(f"Double{User.objects.count()}")
    asked = Request.objects.create(
        sender=gone, name="x", email=gone.email, path=school.path, topic=school.topic, subject="x"
    )
    merge = merging_in_steps.begin(school.mentor, gone, school.manager)
    twice(lambda: people_tasks.merge_accounts([merge.pk]))
    people_tasks.merge_accounts([merge.pk])
    asked.refresh_from_db()
    assert asked.sender == school.mentor
    entries = AuditEntry.objects.filter(act="merged", detail__address=merge.address)
    assert entries.count() == 1


def held_files_are_forgotten_once(school: School, sink: MailSink) -> None:
    upload = SimpleUploadedFile("notes.txt", b"words")
    held.hold([files.check(upload)])
    HeldFile.objects.update(held_at=timezone.now() - datetime.timedelta(days=2))
    twice(content_tasks.forget_held_files)
    assert not HeldFile.objects.exists()


def exports_are_packed_once(school: School, sink: MailSink) -> None:
    export = personal.ask(school.mentor)
    before = OutgoingEmail.objects.filter(kind="people/export_ready").count()
    twice(lambda: people_tasks.pack_exports([export.pk]))
    assert OutgoingEmail.objects.filter(kind="people/export_ready").count() == before + 1
    assert not PersonalExport.objects.waiting().exists()


def exports_are_forgotten_once(school: School, sink: MailSink) -> None:
    personal.pack(personal.ask(school.mentor).pk)
    PersonalExport.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
    twice(people_tasks.forget_old_exports)
    assert not PersonalExport.objects.exists()


PROMISES: dict[str, Callable[[School, MailSink], None]] = {
    "mail.send_emails": emails_leave_once,
    "contact.route_requests": requests_are_routed_once,
    "contact.close_solved": requests_are_closed_once,
    "contact.scan_files": files_are_scanned_once,
    "contact.do_bulk_acts": acts_on_many_are_done_once,
    "content.forget_held_files": held_files_are_forgotten_once,
    "people.forget_ended_sessions": sessions_are_forgotten_once,
    "people.pack_exports": exports_are_packed_once,
    "people.forget_old_exports": exports_are_forgotten_once,
    "people.import_people": people_are_imported_once,
    "people.merge_accounts": accounts_are_merged_once,
    "relay.say_that_work_is_done": life_is_said_once,
    "health.look": alarms_are_told_once,
    **handover_promises.PROMISES,
    **reading_promises.PROMISES,
}


def test_r08_every_task_has_its_promise_here() -> None:
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == set(PROMISES)


@pytest.mark.parametrize("name", PROMISES)
def test_r08_a_task_run_twice_at_once_has_one_effect(
    name: str, school: School, sink: MailSink, mail_goes_to: Callable[[MailSink], None]
) -> None:
    mail_goes_to(sink)
    for _time in range(TIMES):
        PROMISES[name](school, sink)


@pytest.mark.processes
def test_r08_a_task_handed_out_again_while_it_still_runs_has_one_effect(
    stack: Stack, school: School, sink: MailSink
) -> None:
    sink.delay = 20
    stack.environment |= {"BROKER_VISIBILITY_SECONDS": "5", "MAIL_LEASE_SECONDS": "60"}
    email = outgoing("slow")
    stack.start_worker()
    stack.start_relay()

    wait_until(
        lambda: OutgoingEmail.objects.filter(pk=email.pk, state=State.SENT).exists(),
        "the slow email to be sent",
    )
    wait_until(lambda: stack.log("worker").count("succeeded") >= 2, "the task to come again")
    assert sink.by_message_id() == {email.message_id: 1}
