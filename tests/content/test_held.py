"""Files survive a form that has to be sent again."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contact.models import Attachment, Request
from mentorhub.content import held
from mentorhub.content.files import check
from mentorhub.content.models import HeldFile
from tests.cast import sign_in
from tests.contact.test_new_request import URL, fields
from tests.factories import contact


def upload(name: str = "notes.txt", content: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def keys(page: str) -> list[str]:
    return re.findall(r'name="files-held" value="([^"]+)" checked', page)


@pytest.fixture
def browser(client: Client, mentor) -> Client:
    client.force_login(mentor)
    return client


def test_a_file_survives_a_forgotten_subject(browser, cast):
    failed = browser.post(URL, fields(cast, subject="", files=[upload()]))
    assert failed.status_code == 422
    assert "Attach notes.txt (5 bytes)" in re.sub(r"\xa0", " ", failed.content.decode())

    browser.post(URL, fields(cast, **{"files-held": keys(failed.content.decode())}))

    attachment = Attachment.objects.get(message__request=Request.objects.get())
    with attachment.file.open() as kept:
        assert (attachment.name, kept.read()) == ("notes.txt", b"words")


def test_it_survives_twice_and_can_be_left_out(browser, cast):
    page = browser.post(URL, fields(cast, subject="", files=[upload(), upload("b.txt")]))
    again = browser.post(
        URL, fields(cast, subject="", **{"files-held": keys(page.content.decode())[:1]})
    )
    browser.post(URL, fields(cast, **{"files-held": keys(again.content.decode())}))

    assert [it.name for it in Attachment.objects.all()] == ["notes.txt"]
    assert HeldFile.objects.count() == 2  # nothing is kept twice


def test_a_good_file_survives_its_bad_neighbour(browser, cast):
    page = browser.post(URL, fields(cast, files=[upload(), upload("bad.exe")]))

    assert page.status_code == 422
    assert len(keys(page.content.decode())) == 1


def test_held_and_new_ones_together_are_no_more_than_the_most(browser, cast):
    page = browser.post(URL, fields(cast, subject="", files=[upload(f"{n}.txt") for n in range(4)]))
    more = {"files": [upload("x.txt"), upload("y.txt")], "files-held": keys(page.content.decode())}

    refused = browser.post(URL, fields(cast, **more))

    assert "At most 5 files." in refused.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize("key", ["", "made-up", "../../etc/passwd", "a:b:c"])
def test_a_key_that_was_made_up_brings_nothing(browser, cast, key):
    assert held.take([key]) == []
    browser.post(URL, fields(cast, **{"files-held": [key]}))

    assert not Attachment.objects.exists()


def test_after_a_day_it_is_gone(db):
    [file] = held.hold([check(upload())])
    place, storage = HeldFile.objects.get().file.name, HeldFile.objects.get().file.storage
    HeldFile.objects.update(held_at=timezone.now() - datetime.timedelta(days=1, minutes=1))

    assert held.take([file.key]) == []
    assert held.forget_old() == 1
    assert not storage.exists(place)


def test_when_much_is_held_already_files_are_chosen_again(db, monkeypatch):
    monkeypatch.setattr(held, "MOST_BYTES", 8)

    assert len(held.hold([check(upload())])) == 1
    assert held.hold([check(upload("b.txt"))]) == []


def test_an_answer_that_crossed_another_keeps_its_file(cast, manager):
    mentor_request = contact.pending(cast.mentor, cast.path, cast.topic, manager)
    desk = sign_in(Client(), manager)
    data = {"body": "Here.", "then": "send", "version": 0, "files": [upload()]}
    data["token"] = "00000000-0000-4000-8000-000000000001"

    page = desk.post(f"/admin/contact/request/{mentor_request.pk}/answer/", data)

    assert page.status_code == 409
    assert len(keys(page.content.decode())) == 1
