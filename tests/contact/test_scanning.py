"""Files wait for the virus scanner: held while it is away, in quarantine when it bites."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact import scanning
from contact.models import Attachment, Message, Request, TimelineEvent
from contact.models.attachment import Scan
from contact.states import Event
from mentorhub.health import state
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import AuditEntry
from tests.cast import Cast, sign_in
from tests.factories import contact
from tests.rig.stack import Stack, wait_until
from tests.rig.virus_scanner import EICAR, FINDING, VirusScanner

URL = "/contact/"


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[VirusScanner]:
    with VirusScanner(tmp_path) as daemon:
        settings.CLAMAV_SOCKET = daemon.path
        yield daemon


def sent(cast: Cast, content: bytes = b"A plan.", **fields: Any) -> Attachment:
    """What a mentor attached to a new request."""
    client = Client()
    if "email" not in fields:
        client.force_login(cast.mentor)
    data = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk, **fields}
    data |= {"subject": f"Question {uuid.uuid4()}", "body": "See the file."}
    response = client.post(URL, {**data, "files": [SimpleUploadedFile("plan.txt", content)]})
    assert response.status_code == 302
    return Attachment.objects.latest("created_at")


def mentors_file(cast: Cast, attachment: Attachment) -> Any:
    client = Client()
    client.force_login(cast.mentor)
    page = attachment.message.request.get_absolute_url()
    return client.get(page), client.get(f"{page}files/{attachment.pk}/")


def desk_file(cast: Cast, attachment: Attachment) -> Any:
    client = sign_in(Client(), cast.manager)
    page = attachment.message.request.desk_url
    return client.get(page), client.get(f"{page.removesuffix('change/')}files/{attachment.pk}/")


def quarantined(cast: Cast) -> Attachment:
    attachment = sent(cast, EICAR)
    contact.routing.route(attachment.message.request_id)
    scanning.scan(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.scan == Scan.QUARANTINED
    return attachment


def act(client: Client, attachment: Attachment, name: str) -> Any:
    desk = attachment.message.request.desk_url.removesuffix("change/")
    return client.post(f"{desk}files/{attachment.pk}/{name}/")


def test_without_the_setting_a_file_is_there_at_once(cast: Cast) -> None:
    attachment = sent(cast)

    assert attachment.scan == Scan.NONE
    for look in [mentors_file, desk_file]:
        assert b"".join(look(cast, attachment)[1].streaming_content) == b"A plan."


def test_s26_a_file_is_held_from_everybody_until_the_scanner_has_seen_it(
    cast: Cast, scanner: VirusScanner
) -> None:
    attachment = sent(cast)
    contact.routing.route(attachment.message.request_id)

    for look in [mentors_file, desk_file]:
        page, file = look(cast, attachment)
        assert file.status_code == 404
        assert "being checked for viruses" in page.content.decode()
        assert f"files/{attachment.pk}/" not in page.content.decode()

    scanning.scan(attachment.pk)
    for look in [mentors_file, desk_file]:
        assert b"".join(look(cast, attachment)[1].streaming_content) == b"A plan."
    assert scanner.seen == [b"A plan."]


def test_s26_a_scanner_that_is_down_holds_files_and_loses_none(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "clamd.ctl")  # nobody listens there
    attachment = sent(cast)

    scanning.scan(attachment.pk)
    assert list(Attachment.objects.waiting()) == [attachment]
    assert "virus_scanner_is_there" in [it.name for it in state.findings() if not it.is_well]

    with VirusScanner(tmp_path):  # it is back, and the relay asks again
        scanning.scan(attachment.pk)
        assert "virus_scanner_is_there" not in [
            it.name for it in state.findings() if not it.is_well
        ]
    assert list(Attachment.objects.downloadable()) == [attachment]


@pytest.mark.parametrize("says", ["", "stream: what? ERROR", "UNKNOWN COMMAND", "OK"])
def test_s26_an_answer_that_is_none_frees_nothing(
    cast: Cast, scanner: VirusScanner, says: str
) -> None:
    scanner.says = says
    attachment = sent(cast)

    scanning.scan(attachment.pk)

    assert list(Attachment.objects.waiting()) == [attachment]


def test_s26_a_file_that_is_too_large_for_the_scanner_stays_held(
    cast: Cast, scanner: VirusScanner
) -> None:
    scanner.most = 4
    attachment = sent(cast)

    scanning.scan(attachment.pk)

    assert list(Attachment.objects.waiting()) == [attachment]


def test_s26_what_it_bites_is_in_quarantine_and_both_sides_are_told(
    cast: Cast, scanner: VirusScanner
) -> None:
    attachment = quarantined(cast)
    mentor_request = attachment.message.request

    page, file = mentors_file(cast, attachment)
    assert file.status_code == 404
    assert "in quarantine" in page.content.decode() and FINDING not in page.content.decode()
    page, file = desk_file(cast, attachment)
    assert file.status_code == 404
    assert FINDING in page.content.decode()
    event = TimelineEvent.objects.get(request=mentor_request, event=Event.QUARANTINED)
    assert event.data == {"file": "plan.txt", "finding": FINDING}
    email = OutgoingEmail.objects.get(kind="contact/quarantined")
    assert email.to_address == cast.mentor.email and "plan.txt" in email.text


def test_s26_a_stranger_s_words_are_not_mailed_back_by_way_of_a_file_name(
    cast: Cast, scanner: VirusScanner
) -> None:
    attachment = sent(cast, EICAR, name="Robin", email="robin@example.net")
    scanning.scan(attachment.pk)

    email = OutgoingEmail.objects.get(kind="contact/quarantined")
    assert email.to_address == "robin@example.net"
    assert "plan.txt" not in email.subject + email.text + email.html


def test_s26_an_infected_answer_is_told_to_the_colleague_who_wrote_it(
    cast: Cast, scanner: VirusScanner
) -> None:
    mentor_request = contact.routed(cast.mentor, cast.path, cast.topic)
    contact.answer(mentor_request, cast.manager, files=[contact.file("plan.txt", EICAR)])

    scanning.scan(Attachment.objects.get().pk)

    email = OutgoingEmail.objects.get(kind="contact/quarantined")
    assert email.to_address == cast.manager.email
    assert mentor_request.desk_url in email.text


def test_s26_a_manager_has_it_checked_again(cast: Cast, scanner: VirusScanner) -> None:
    attachment = quarantined(cast)
    scanner.says = "stream: OK"  # the signature was wrong, and is mended

    response = act(sign_in(Client(), cast.manager), attachment, "rescan")
    assert response.url == attachment.desk_url
    assert list(Attachment.objects.waiting()) == [attachment]
    scanning.scan(attachment.pk)

    assert list(Attachment.objects.downloadable()) == [attachment]
    entry = AuditEntry.objects.get(act=AuditEntry.Act.FILE_RESCANNED)
    assert (entry.actor, entry.detail) == (cast.manager, {"finding": FINDING})


@pytest.mark.django_db(transaction=True)
def test_s26_a_manager_discards_it_for_good(cast: Cast, scanner: VirusScanner) -> None:
    attachment = quarantined(cast)
    client = sign_in(Client(), cast.manager)

    act(client, attachment, "discard")
    again = act(client, attachment, "discard")

    attachment.refresh_from_db()
    assert attachment.scan == Scan.DISCARDED
    assert not attachment.file.storage.exists(attachment.file.name)
    assert AuditEntry.objects.filter(act=AuditEntry.Act.FILE_DISCARDED).count() == 1
    assert "not in quarantine any more" in client.get(again.url).content.decode()
    assert "discarded: a virus" in mentors_file(cast, attachment)[0].content.decode()


@pytest.mark.parametrize("name", ["rescan", "discard"])
def test_s26_nobody_else_touches_what_is_in_quarantine(
    cast: Cast, scanner: VirusScanner, name: str
) -> None:
    attachment = quarantined(cast)

    assert act(sign_in(Client(), cast.other_manager), attachment, name).status_code == 404
    assert act(sign_in(Client(), cast.mentor), attachment, name).status_code in {302, 404}
    attachment.refresh_from_db()
    assert attachment.scan == Scan.QUARANTINED
    assert not AuditEntry.objects.filter(act__startswith="file ").exists()


def test_s26_files_that_wait_are_free_when_there_is_no_scanner_any_more(
    cast: Cast, scanner: VirusScanner
) -> None:
    attachment = sent(cast)
    settings.CLAMAV_SOCKET = ""

    scanning.scan(attachment.pk)

    attachment.refresh_from_db()
    assert (attachment.scan, scanner.seen) == (Scan.NONE, [])


def test_s26_a_closed_request_s_file_is_put_into_quarantine_too(
    cast: Cast, scanner: VirusScanner
) -> None:
    attachment = sent(cast, EICAR)
    Request.objects.update(status="closed")

    scanning.scan(attachment.pk)

    assert Attachment.objects.get().scan == Scan.QUARANTINED
    assert Request.objects.get().status == "closed"
    assert Message.objects.count() == 1


@pytest.mark.processes
def test_s26_the_relay_brings_a_file_to_the_scanner_when_it_is_back(
    stack: Stack, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMAV_SOCKET = stack.environment["CLAMAV_SOCKET"] = str(tmp_path / "clamd.ctl")
    stack.environment["DATA_DIR"] = str(tmp_path / "data")
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    stack.start_worker()
    stack.start_relay()
    sent(cast)
    wait_until(lambda: "waits for the virus scanner" in stack.log("worker"), "a try in vain")
    assert Attachment.objects.waiting().count() == 1

    with VirusScanner(tmp_path):
        wait_until(lambda: Attachment.objects.downloadable().exists(), "the file to be free")
