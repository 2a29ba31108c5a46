"""R08: a task that is delivered twice has one effect."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contact import tasks as contact_tasks
from contact.models import Request, TimelineEvent
from contact.states import Event, Status
from guides import digest
from guides import tasks as guide_tasks
from guides.models import EmailChoice, Guide, Version
from helpcenter import following
from helpcenter import tasks as help_tasks
from helpcenter.models import Article, Follow
from helpcenter.writing import save_article
from mentorhub.celery import app
from mentorhub.content import files, held
from mentorhub.content import tasks as content_tasks
from mentorhub.content.models import HeldFile
from mentorhub.mail import tasks as mail_tasks
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.paths.models import Project
from mentorhub.people import importing, personal
from mentorhub.people import tasks as people_tasks
from mentorhub.people.models import PersonalExport, User
from mentorhub.relay import pulse
from mentorhub.relay import tasks as relay_tasks
from mentorhub.relay.models import Pulse
from mentorhub.search import tasks as search_tasks
from mentorhub.search.models import Collection, Entry, QueryLog
from tests.factories import guides, helpcenter
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .at_once import at_once
from .conftest import School

TIMES = 100
LAST_MONDAY = digest.monday(None, timezone.now())


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
    closed = TimelineEvent.objects.filter(request=mentor_request, event=Event.CLOSED)
    assert closed.count() == 1


def sessions_are_forgotten_once(school: School, sink: MailSink) -> None:
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=yesterday)
    twice(people_tasks.forget_ended_sessions)
    assert not Session.objects.filter(session_key="ended").exists()


def words_are_counted_once(school: School, sink: MailSink) -> None:
    twice(search_tasks.refresh_vocabulary)
    assert Collection.objects.filter(language="en").count() == min(Entry.objects.count(), 1)


def articles_are_indexed_once(school: School, sink: MailSink) -> None:
    article = helpcenter.article(f"An answer {Article.objects.count()}", school.path)
    Entry.objects.all().delete()
    twice(help_tasks.index_newly_published)
    assert Entry.objects.filter(kind="article", object_id=article.pk).count() == 1


def old_searches_are_erased_once(school: School, sink: MailSink) -> None:
    kept = QueryLog.objects.create(query="new", language="en", results=1)
    old = QueryLog.objects.create(query="old", language="en", results=1)
    long_ago = timezone.now() - datetime.timedelta(days=400)
    QueryLog.objects.filter(pk=old.pk).update(searched_at=long_ago)
    twice(search_tasks.erase_old_searches)
    assert list(QueryLog.objects.filter(pk__in=[kept.pk, old.pk])) == [kept]


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


def articles_are_related_once(school: School, sink: MailSink) -> None:
    first, second = (helpcenter.article(f"{name} lynx heron", school.path) for name in ("A", "B"))
    search_tasks.refresh_vocabulary()
    cache.clear()
    twice(help_tasks.relate_articles)
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.pk in first.related_ids and first.pk in second.related_ids
    Article.objects.all().delete()
    Entry.objects.all().delete()


def followers_are_told_once(school: School, sink: MailSink) -> None:
    reader = school.mentor
    article = helpcenter.article(f"Followed {Article.objects.count()}", school.path)
    OutgoingEmail.objects.filter(kind="helpcenter/following").delete()  # a day later
    following.follow(reader, article)
    article.body = "Changed."
    save_article(article, None)
    Follow.objects.update(told_at=timezone.now() - datetime.timedelta(hours=3))
    Article.objects.filter(pk=article.pk).update(
        changed_at=timezone.now() - datetime.timedelta(hours=2),
        published_at=timezone.now() - datetime.timedelta(hours=2),
    )
    twice(help_tasks.tell_followers)
    assert OutgoingEmail.objects.filter(kind="helpcenter/following").count() == 1


def editors_are_told_once(school: School, sink: MailSink) -> None:
    article = helpcenter.article(f"Old {Article.objects.count()}", school.path)
    Article.objects.filter(pk=article.pk).update(review_by="2020-01-01")
    school.mentor.is_editor = True
    school.mentor.save()
    OutgoingEmail.objects.filter(kind="helpcenter/reviews").delete()  # a week later
    twice(help_tasks.tell_editors)
    assert OutgoingEmail.objects.filter(kind="helpcenter/reviews").count() == 1


def versions_are_told_of_once(school: School, sink: MailSink) -> None:
    guide = guide_of(school)
    version = guide.versions.get(number=guide.current.number)
    EmailChoice.objects.get_or_create(reader=school.mentor, often=EmailChoice.Often.EACH)
    twice(lambda: guide_tasks.tell_of_versions([version.pk]))
    assert OutgoingEmail.objects.filter(key__startswith=f"guides.change:{version.pk}:").count() == 1


def digests_are_made_once(school: School, sink: MailSink) -> None:
    """Monday 7:00 was a moment ago for the mentor, whatever day it is here."""
    guide_of(school)
    OutgoingEmail.objects.filter(kind="guides/digest").delete()
    EmailChoice.objects.all().delete()
    Version.objects.update(published_at=LAST_MONDAY - datetime.timedelta(days=1))
    User.objects.update(date_joined=LAST_MONDAY - datetime.timedelta(days=365))
    twice(lambda: digest.make(LAST_MONDAY + datetime.timedelta(minutes=6)))
    assert OutgoingEmail.objects.filter(kind="guides/digest").count() == 3


def guide_of(school: School) -> Guide:
    """The guide of a project of the path, with one more version each time."""
    project, made = Project.objects.get_or_create(path=school.path, number=1, title="Study")
    if made:
        return guides.guide(school.path, 1)
    guide = Guide.objects.select_related("current", "project__path").get(project=project)
    text = f"As in version {guide.current.number}"
    content = guides.reworded(guide.current.content, "notebook", text=text)
    guides.next_version(guide, content)
    return guide


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
    "helpcenter.index_newly_published": articles_are_indexed_once,
    "helpcenter.tell_followers": followers_are_told_once,
    "helpcenter.tell_editors": editors_are_told_once,
    "helpcenter.relate_articles": articles_are_related_once,
    "search.refresh_vocabulary": words_are_counted_once,
    "search.erase_old_searches": old_searches_are_erased_once,
    "guides.tell_of_versions": versions_are_told_of_once,
    "guides.make_digests": digests_are_made_once,
    "content.forget_held_files": held_files_are_forgotten_once,
    "people.forget_ended_sessions": sessions_are_forgotten_once,
    "people.pack_exports": exports_are_packed_once,
    "people.forget_old_exports": exports_are_forgotten_once,
    "people.import_people": people_are_imported_once,
    "relay.say_that_work_is_done": life_is_said_once,
}


def twice(act: Callable[[], None]) -> None:
    assert at_once([act, act]) == [None, None]


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
