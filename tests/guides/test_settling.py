"""Notes come to an end: resolved, reported, made a ruling, deleted."""

import pytest
from django.urls import reverse

from guides import notes
from guides.models import Note
from mentorhub.mail.models import OutgoingEmail
from tests.cast import sign_in
from tests.factories import guides as factory

from .conftest import page_of, told


def test_who_began_it_resolves_it_and_an_answer_opens_it_again(client, guide, mentor, assessor):
    thread = factory.note(guide, mentor)
    client.force_login(mentor)
    client.post(reverse("guides:resolve", args=[thread.pk]))
    thread.refresh_from_db()
    assert (thread.resolved_by, thread.resolved_at is None) == (mentor, False)

    factory.note(guide, assessor, "Wait", thread=thread)

    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_a_report_reaches_the_editor_once(client, guide, mentor, assessor, editor):
    thread = factory.note(guide, mentor)
    OutgoingEmail.objects.all().delete()
    for reader, words in [(assessor, "Say how many sources"), (mentor, "Me too")]:
        client.force_login(reader)
        client.post(reverse("guides:report", args=[thread.pk]), {"report": words})

    thread.refresh_from_db()
    assert (thread.reported_by, thread.report) == (assessor, "Say how many sources")
    assert list(told("guides/report")) == [editor.email]
    assert "Say how many sources" in told("guides/report")[editor.email]


@pytest.mark.parametrize("words", ["", "x" * 301, "two\nlines"])
def test_a_report_says_in_one_line_what_should_change(client, guide, mentor, words):
    thread = factory.note(guide, mentor)
    client.force_login(mentor)

    response = client.post(reverse("guides:report", args=[thread.pk]), {"report": words})

    assert response.status_code == 422
    thread.refresh_from_db()
    assert thread.reported_at is None


def test_a_ruling_stays_in_sight_after_the_thread_is_resolved(client, guide, mentor, manager):
    thread = factory.note(guide, mentor)
    answer = factory.note(guide, manager, "Two are enough.", thread=thread)
    sign_in(client, manager)

    client.post(reverse("guides:rule", args=[answer.pk]))
    client.post(reverse("guides:resolve", args=[thread.pk]))

    page = client.get(page_of(guide))
    [ruling] = page.context["on"].rulings
    assert (ruling.text, ruling.ruled_by) == ("Two are enough.", "Camille Laurent")
    assert page.content.decode().index("Two are enough.") < page.content.decode().index("resolved")


def test_only_a_criterion_has_rulings(client, guide, editor):
    note = factory.note(guide, editor, anchor="notebook")
    sign_in(client, editor)

    assert client.post(reverse("guides:rule", args=[note.pk])).status_code == 404


def test_one_deletes_ones_own_words_and_the_answers_stay(client, guide, mentor, assessor):
    thread = factory.note(guide, mentor, "Silly question")
    factory.note(guide, assessor, "Not at all", thread=thread)
    client.force_login(mentor)

    client.post(reverse("guides:delete", args=[thread.pk]))

    page = client.get(page_of(guide)).content.decode()
    assert "Silly question" not in page
    assert "Deleted by its author." in page
    assert "Not at all" in page


def test_a_deleted_note_that_nobody_answered_is_done_with(guide, mentor):
    thread = factory.note(guide, mentor)

    notes.delete(thread)

    assert not Note.objects.open_threads().exists()
