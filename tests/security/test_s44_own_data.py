"""S44: an export holds all of the person's data and none of anybody else's."""

import datetime
import io
import json
import zipfile

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from contact.models import Attachment
from contact.models.attachment import Scan
from guides import choosing
from guides.models import Reading
from helpcenter.models import Follow
from helpcenter.voting import reader_called, vote
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people import importing, personal
from mentorhub.people.models import PersonalExport, User
from tests.cast import Cast, sign_in
from tests.factories import contact, guides, helpcenter, people
from tests.people import mailbox

pytestmark = pytest.mark.django_db

PAGE = "/accounts/export/"
HERS = [
    "heron subject", "heron question", "heron reply", "heron answer", "heron file", "heron note",
    "heron vote", "heron report",
]  # fmt: skip
NOT_HERS = [
    "otter subject", "otter question", "otter file", "otter note", "otter vote", "otter internal",
    "otter answer", "otter hidden",
]  # fmt: skip


@pytest.fixture
def school(cast: Cast) -> Cast:
    """50 requests of hers and 50 of others, and one of everything else of each."""
    for number in range(50):
        asked = contact.routed(
            cast.mentor,
            cast.path,
            cast.topic,
            subject=f"heron subject {number}",
            body="heron question",
            files=[contact.file("hers.txt", b"heron file")],
        )
    contact.reply(asked, "heron reply")
    contact.answer(asked, cast.manager, "heron answer")
    hidden = [contact.file("hidden.txt", b"otter hidden")]
    contact.note(asked, cast.manager, "otter internal", hidden)
    for _number in range(50):
        other = contact.routed(
            cast.colleague,
            cast.path,
            cast.topic,
            subject="otter subject",
            body="otter question",
            files=[contact.file("others.txt", b"otter file")],
        )
    contact.answer(other, cast.manager, "otter answer")
    guide = guides.guide(cast.path)
    guides.note(guide, cast.mentor, "heron note")
    guides.note(guide, cast.colleague, "otter note")
    hers = guides.note(guide, cast.mentor)
    hers.report = "heron report"
    hers.save()
    Reading.objects.create(guide=guide, reader=cast.mentor, seen=guide.current)
    choosing.choose(cast.mentor, "never")
    article = helpcenter.article("A no-show", cast.path)
    vote(article, reader_called(cast.mentor), False, words="heron vote")
    vote(article, reader_called(cast.colleague), False, words="otter vote")
    Follow.objects.create(user=cast.mentor, article=article)
    TOTP.activate(cast.mentor, generate_totp_secret())
    people.absence(cast.mentor)
    line = {"email": cast.mentor.email, "name": "Amina", "path": "Data Analyst", "role": "mentor"}
    importing.begin("people.csv", [line | {"starts_on": "", "ends_on": ""}], cast.administrator)
    return cast


def packed(person: User) -> zipfile.ZipFile:
    """What they get, the way they get it."""
    client = sign_in(Client(), person)
    assert client.post(PAGE).url == PAGE
    personal.pack(PersonalExport.objects.get(person=person, ready_at=None).pk)
    export = PersonalExport.objects.filter(person=person)[0]
    answer = client.get(f"{PAGE}{export.pk}/")
    assert answer["Content-Disposition"].startswith('attachment; filename="mentorhub-')
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def words_of(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_s44_it_holds_all_that_is_theirs_and_nothing_that_is_not(school: Cast):
    archive = packed(school.mentor)
    words = words_of(archive)
    assert [it for it in HERS if it not in words] == []
    assert [it for it in NOT_HERS if it in words] == []
    for other in [school.colleague, school.manager, school.administrator]:
        assert other.email not in words
    data = json.loads(archive.read("mentorhub.json"))
    assert len(data["requests"]) == 50
    assert [name for name, rows in data.items() if not rows] == [
        "other_sign_ins",
        "teams",
        "invitations",
    ]
    assert len([name for name in archive.namelist() if name.startswith("files/")]) == 50
    assert archive.testzip() is None


@pytest.mark.parametrize("scan", [Scan.WAITING, Scan.QUARANTINED, Scan.DISCARDED])
def test_s44_a_file_that_is_held_back_does_not_come_along(cast: Cast, scan: Scan):
    asked = contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file("plan.txt")])
    attachment = Attachment.objects.get()
    Attachment.objects.update(scan=scan)
    if scan == Scan.DISCARDED:
        attachment.file.storage.delete(attachment.file.name)
    archive = packed(cast.mentor)
    assert archive.namelist() == ["mentorhub.json"]
    [request] = json.loads(archive.read("mentorhub.json"))["requests"]
    assert (request["reference"], request["messages"][0]["files"]) == (asked.reference, [])


def test_s44_a_manager_gets_nothing_of_the_requests_that_they_answered(school: Cast):
    words = words_of(packed(school.manager))
    assert [it for it in HERS + NOT_HERS if it in words] == []
    assert school.mentor.email not in words


def test_s44_no_secret_leaves(school: Cast):
    person = school.mentor
    Client().post("/accounts/login/code/", {"email": person.email})
    code = mailbox.code_in(mailbox.latest(person.email))
    secret = person.authenticator_set.get().data["secret"]
    words = words_of(packed(person))
    assert person.password and not [it for it in [code, secret, person.password] if it in words]


def test_s44_it_is_announced_by_email_without_the_data(school: Cast):
    packed(school.mentor)
    email = OutgoingEmail.objects.get(kind="people/export_ready")
    assert email.to_address == school.mentor.email
    assert "heron" not in email.text and PAGE in email.text


def test_s44_nobody_else_opens_it_and_it_ends_after_a_week(school: Cast):
    packed(school.mentor)
    export = PersonalExport.objects.get()
    for other in [school.colleague, school.manager, school.administrator]:
        assert sign_in(Client(), other).get(f"{PAGE}{export.pk}/").status_code == 404
    personal.forget_old()
    assert default_storage.exists(export.file.name)
    PersonalExport.objects.update(asked_at=Now() - datetime.timedelta(days=8))
    personal.forget_old()
    assert not PersonalExport.objects.exists()
    assert not default_storage.exists(export.file.name)


def test_s44_asking_twice_waits_for_one(cast: Cast):
    client = sign_in(Client(), cast.mentor)
    for _time in range(3):
        client.post(PAGE)
    assert PersonalExport.objects.count() == 1
    assert "Being packed" in client.get(PAGE).content.decode()


def test_s44_a_packing_that_fails_leaves_no_file_and_waits(cast: Cast, monkeypatch):
    export = personal.ask(cast.mentor)

    def broken(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(personal.export_ready, "send", broken)
    before = (
        set(default_storage.listdir("exports")[1]) if default_storage.exists("exports") else set()
    )
    with pytest.raises(RuntimeError):
        personal.pack(export.pk)
    after = (
        set(default_storage.listdir("exports")[1]) if default_storage.exists("exports") else set()
    )
    assert after == before
    assert PersonalExport.objects.waiting().count() == 1


def test_s44_the_page_costs_the_same_for_any_number(cast: Cast, django_assert_num_queries):
    client = sign_in(Client(), cast.mentor)
    for _time in range(5):
        PersonalExport.objects.create(person=cast.mentor, ready_at=timezone.now(), size=5)
    client.get(PAGE)
    with django_assert_num_queries(5):  # session, person, roles, providers, exports
        client.get(PAGE)


# What each column that names a person means for an export. Another one has to be thought about.
EXPORTED = "exported"
NO = {
    "desk": "what staff did at the desk: about others as much as about them",
    "staff": "who of the staff wrote, changed or uploaded something the school owns",
    "secret": "a secret",
    "session": "ends by itself, and opens the account",
}
MAP = {
    "account.EmailAddress.user": EXPORTED,
    "account.EmailAddress.email": EXPORTED,
    "account.EmailConfirmation.email_address": NO["session"],
    "admin.LogEntry.user": NO["desk"],
    "contact.Follower.user": NO["desk"],
    "contact.HandedOver.to": NO["desk"],
    "contact.Handover.person": NO["desk"],
    "contact.Message.author": EXPORTED,
    "contact.ReadyAnswer.owner": NO["staff"],
    "contact.Request.assignee": NO["desk"],
    "contact.Request.email": EXPORTED,
    "contact.Request.name": EXPORTED,
    "contact.Request.sender": EXPORTED,
    "contact.SavedView.owner": NO["staff"],
    "contact.TimelineEvent.actor": NO["desk"],
    "content.Revision.author": NO["staff"],
    "guides.EmailChoice.reader": EXPORTED,
    "guides.Note.author": EXPORTED,
    "guides.Note.reported_by": NO["staff"],
    "guides.Note.resolved_by": NO["staff"],
    "guides.Note.ruled_by": NO["staff"],
    "guides.Reading.reader": EXPORTED,
    "guides.Version.published_by": NO["staff"],
    "helpcenter.Follow.user": EXPORTED,
    "helpcenter.Vote.reader": EXPORTED,
    "mail.OutgoingEmail.to_address": EXPORTED,
    "mfa.Authenticator.user": EXPORTED,
    "people.Absence.user": EXPORTED,
    "people.AccountMerge.address": NO["staff"],
    "people.AccountMerge.gone": NO["staff"],
    "people.AccountMerge.kept": NO["staff"],
    "people.AuditEntry.actor": EXPORTED,
    "people.Invitation.email": EXPORTED,
    "people.PeopleImport.made_by": NO["staff"],
    "people.PersonalExport.person": "the export itself",
    "people.Role.user": EXPORTED,
    "people.User.email": EXPORTED,
    "people.User.name": EXPORTED,
    "people.User.time_zone": EXPORTED,
    "socialaccount.SocialAccount.user": EXPORTED,
}
ABOUT_STAFF = [
    "author",
    "by",
    "added_by",
    "editor",
    "cover",
    "invited_by",
    "made_by",
    "uploaded_by",
    "reviewer",
]


def test_s44_every_column_that_names_a_person_was_thought_about():
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField) or field.related_model is User
    }
    forgotten = {it for it in named if it.rpartition(".")[2] not in ABOUT_STAFF} - set(MAP)
    assert forgotten == set(), "is what these columns say of a person in their export?"
