"""Notes between mentors and assessors: what is written, and by whom."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from guides.drafting import open_to
from guides.models import Note
from mentorhub.mail.models import OutgoingEmail
from tests.cast import sign_in
from tests.factories import guides as factory

from .conftest import page_of


def _post(client, url, **fields):
    return client.post(url, {"token": uuid.uuid4(), **fields})


# --- Writing ---------------------------------------------------------------------------------


def test_a_reader_writes_a_note_and_is_led_to_it(client, guide, mentor):
    client.force_login(mentor)

    response = _post(client, page_of(guide), body="Are **three** sources enough?")

    note = Note.objects.get()
    assert response.url == f"{page_of(guide)}#note-{note.pk}"
    assert (note.author, note.part.anchor, note.version) == (
        mentor,
        "clean-the-data",
        guide.current,
    )
    assert "<strong>three</strong>" in client.get(page_of(guide)).content.decode()


def test_an_assessor_answers_it(client, guide, mentor, assessor):
    first = factory.note(guide, mentor)
    client.force_login(assessor)

    response = _post(client, reverse("guides:answer", args=[first.pk]), body="Three is the least.")

    answer = Note.objects.get(author=assessor)
    assert answer.thread == first
    assert response.url.endswith(f"#note-{answer.pk}")


def test_an_answer_to_an_answer_joins_the_same_thread(client, guide, mentor, assessor):
    first = factory.note(guide, mentor)
    answer = factory.note(guide, assessor, "Three.", thread=first)
    client.force_login(mentor)

    _post(client, reverse("guides:answer", args=[answer.pk]), body="Thanks.")

    assert Note.objects.get(text="Thanks.").thread == first


def test_sent_twice_it_is_one_note_with_one_email(client, guide, mentor, editor):
    client.force_login(mentor)
    fields = {"token": uuid.uuid4(), "body": "Once"}

    urls = {client.post(page_of(guide), fields).url for _time in range(3)}

    assert len(urls) == Note.objects.count() == OutgoingEmail.objects.count() == 1


def test_other_words_under_a_used_token_are_a_note_of_their_own(client, guide, mentor):
    client.force_login(mentor)
    token = uuid.uuid4()

    for words in ["One", "Another"]:
        client.post(page_of(guide), {"token": token, "body": words})

    assert set(Note.objects.values_list("text", flat=True)) == {"One", "Another"}


@pytest.mark.parametrize(
    "words", ["", "   ", "x" * 5000, "bell \x07 rings", "turned \u202e around", "nul \x00"]
)
@pytest.mark.parametrize("to_a_thread", [False, True])
def test_what_cannot_be_kept_gets_an_error_and_keeps_the_text(
    client, guide, mentor, words, to_a_thread
):
    url = page_of(guide)
    if to_a_thread:
        url = reverse("guides:answer", args=[factory.note(guide, mentor).pk])
    before = Note.objects.count(), OutgoingEmail.objects.count()
    client.force_login(mentor)

    response = _post(client, url, body=words)

    assert response.status_code == 422
    assert (Note.objects.count(), OutgoingEmail.objects.count()) == before
    assert response.context["failed"]["body"].value() == words
    assert response.context["failed"].errors["body"][0] in response.content.decode().replace(
        "&#x27;", "'"
    )


def test_html_in_a_note_is_shown_as_it_was_typed(client, guide, mentor):
    client.force_login(mentor)
    _post(client, page_of(guide), body="<script>alert(1)</script> ![x](https://e.example/x.png)")
    _post(client, page_of(guide), body="# clean-the-data\n\n[go](javascript:alert(1))")

    page = client.get(page_of(guide)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page.split("<main")[1]
    assert 'href="javascript' not in page
    assert 'id="clean-the-data"' not in page


def test_after_20_notes_in_an_hour_one_waits(client, guide, mentor):
    client.force_login(mentor)
    for number in range(20):
        assert _post(client, page_of(guide), body=f"Note {number}").status_code == 302

    response = _post(client, page_of(guide), body="One more")

    assert response.status_code == 422
    assert "within an hour" in response.content.decode()
    assert "One more" in response.content.decode()
    Note.objects.update(at=timezone.now() - datetime.timedelta(hours=2))
    assert _post(client, page_of(guide), body="One more").status_code == 302


def test_a_part_that_is_gone_keeps_its_notes(client, guide, mentor):
    factory.note(guide, mentor)
    content = guide.current.content
    factory.next_version(guide, type(content)("", "", content.sections, content.deliverables[1:]))
    client.force_login(mentor)

    page = client.get(page_of(guide)).content.decode()

    assert "no longer in the guide" in page
    assert "Are three sources enough?" in page


# --- Who reads and writes --------------------------------------------------------------------


@pytest.mark.parametrize("act", ["answer", "report", "resolve", "reopen", "rule", "delete"])
def test_a_note_in_a_guide_one_cannot_read_is_not_there(client, guide, mentor, other_mentor, act):
    note = factory.note(guide, mentor)
    sign_in(client, other_mentor)

    for found in [note.pk, 987_654]:
        response = _post(client, reverse(f"guides:{act}", args=[found]), body="Hi", report="Hi")
        assert response.status_code == 404
    assert client.get(page_of(guide)).status_code == 404
    assert Note.objects.count() == 1


def test_people_of_a_path_it_is_open_to_write_too(client, cast, guide, other_mentor):
    open_to(guide, [cast.other_path])
    client.force_login(other_mentor)

    assert _post(client, page_of(guide), body="May I?").status_code == 302
