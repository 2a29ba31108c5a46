"""S45: who did what is written down, and stays as it is."""

import datetime

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client
from django.utils import timezone

from mentorhub.people import audit
from mentorhub.people.models import AuditEntry, Role
from tests.cast import sign_in
from tests.factories import contact, mail, people

from .test_sign_in import LOGIN

DESK = "/admin/contact/request/"


def _acts() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", "about"))


def test_s45_a_sign_in_and_a_refusal_are_noted_without_what_was_typed(client, mentor):
    client.post(LOGIN, {"login": mentor.email, "password": "not my password"})
    client.post(LOGIN, {"login": "stranger@example.net", "password": "a secret word"})
    client.post(LOGIN, {"login": mentor.email, "password": people.PASSWORD})

    assert _acts() == [
        ("refused", mentor.name),
        ("refused", "an unknown address"),
        ("signed in", mentor.name),
    ]
    noted = str(list(AuditEntry.objects.values()))
    assert "stranger" not in noted
    assert "secret word" not in noted


def test_s45_reading_a_request_at_the_desk_is_noted_once_for_a_while(client, cast, manager):
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    sign_in(client, manager)
    before = AuditEntry.objects.count()

    for _time in range(3):
        assert client.get(f"{DESK}{mentor_request.pk}/change/").status_code == 200

    (entry,) = AuditEntry.objects.order_by("pk")[before:]
    assert (entry.act, entry.about, entry.actor) == ("read", mentor_request.reference, manager)
    assert len(entry.request_id) == 32


def test_s45_a_role_that_is_given_and_a_right_that_changes_are_noted(client, cast, administrator):
    sign_in(client, administrator)
    page = f"/admin/people/user/{cast.mentor.pk}/change/"
    today = timezone.localdate()
    data = {
        "name": "Amina Berger",
        "time_zone": "",
        "is_active": "on",
        "is_editor": "on",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-user": cast.mentor.pk,
        "roles-0-path": cast.other_path.pk,
        "roles-0-kind": Role.Kind.ASSESSOR,
        "roles-0-starts_on": today.isoformat(),
        "roles-0-takes_requests": "on",
    }

    assert client.post(page, data).status_code == 302

    entries = AuditEntry.objects.filter(actor=administrator).exclude(act="signed in")
    person, role = entries.order_by("pk")
    assert (person.act, person.detail) == ("person changed", {"is_editor": ["False", "True"]})
    assert (role.act, role.detail["how"]) == ("role changed", "given")
    assert role.about == "Amina Berger, assessor, UX Designer"


def test_s45_an_email_that_is_sent_again_is_noted(client, cast, manager):
    email = mail.failed("somebody@example.net", path=cast.path)
    sign_in(client, manager)

    client.post(f"/admin/mail/outgoingemail/{email.pk}/retry/")

    assert AuditEntry.objects.filter(act="retried", actor=manager).count() == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE people_auditentry SET about = ''", "DELETE FROM people_auditentry"]
)
def test_s45_nobody_changes_or_deletes_what_was_noted(mentor, statement):
    audit.note(audit.Act.READ, mentor, "MH-1")

    refused = pytest.raises(InternalError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.filter(about="MH-1").exists()


def test_another_look_later_is_another_entry(mentor, monkeypatch):
    audit.note_look(audit.Act.READ, mentor, "MH-1")
    monkeypatch.setattr(audit, "ONE_LOOK", datetime.timedelta(0))

    audit.note_look(audit.Act.READ, mentor, "MH-1")

    assert AuditEntry.objects.filter(about="MH-1").count() == 2


def test_s45_administrators_search_it_and_change_nothing(administrator, mentor):
    audit.note(audit.Act.READ, mentor, "MH-1042")
    entry = AuditEntry.objects.get(about="MH-1042")
    client = sign_in(Client(), administrator)

    assert b"MH-1042" in client.get("/admin/people/auditentry/?q=MH-1042").content
    page = client.get(f"/admin/people/auditentry/{entry.pk}/change/").content
    assert b'name="_save"' not in page
