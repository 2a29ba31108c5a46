"""Who gets an email about a note."""

import datetime
import uuid

from django.urls import reverse
from django.utils import timezone

from guides.models import EmailChoice, Note
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Role, User
from tests.factories import guides as factory
from tests.factories import people

from .conftest import page_of, told


def _post(client, url, **fields):
    return client.post(url, {"token": uuid.uuid4(), **fields})


def _alerts(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_editor_the_named_and_who_wrote_there_get_one_email_each(
    client, cast, guide, mentor, assessor, editor
):
    first = factory.note(guide, mentor)
    OutgoingEmail.objects.all().delete()
    client.force_login(assessor)

    words = "@Amina Berger and @Camille Laurent, three & more."
    cast.manager  # noqa: B018 (made when asked for)
    _post(client, reverse("guides:answer", args=[first.pk]), body=words)

    texts = told()
    assert set(texts) == {mentor.email, cast.manager.email, editor.email}
    answer = Note.objects.get(author=assessor)
    for text in texts.values():
        assert words in text
        assert f"/guides/notes/{answer.pk}/" in text
    assert "the note names you" in texts[mentor.email]
    assert "you edit the guide" in texts[editor.email]
    assert set(answer.mentioned.all()) == {mentor, cast.manager}


def test_the_author_is_nevertold(guide, editor):
    factory.note(guide, editor, "For myself", named=[editor])

    assert told() == {}


def test_an_answer_joins_the_thread_of_the_first_email(guide, mentor, assessor, editor):
    first = factory.note(guide, mentor)
    factory.note(guide, assessor, "Three.", thread=first)

    earlier, later = OutgoingEmail.objects.filter(to_address=editor.email).order_by("pk")
    assert later.in_reply_to == earlier.message_id
    assert later.subject == f"Re: {earlier.subject}"


def test_who_lost_access_is_nottold(cast, guide, mentor, assessor):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    retired = people.mentor("Rosa Retired", cast.path)
    left = people.mentor("Lou Left", cast.path)
    first = factory.note(guide, retired)
    factory.note(guide, left, "Me too", thread=first)
    Role.objects.filter(user=retired).update(ends_on=yesterday)
    User.objects.filter(pk=left.pk).update(is_active=False)
    OutgoingEmail.objects.all().delete()

    factory.note(guide, assessor, "Three.", thread=first, named=[retired, left, cast.other_mentor])

    assert told() == {}


def test_who_wants_no_email_of_notes_gets_none(guide, mentor, assessor):
    EmailChoice.objects.create(reader=mentor, of_notes=False)

    factory.note(guide, assessor, "Hello", named=[mentor])

    assert told() == {}


def test_a_stranger_or_a_name_of_two_reaches_nobody_and_the_writer_hears_it(
    client, cast, guide, mentor, other_mentor
):
    for number in range(2):
        twin = people.user("Sam Twin", email=f"sam{number}@mentorhub.example")
        people.role(twin, Role.Kind.MENTOR, cast.path)
    client.force_login(mentor)

    url = page_of(guide)
    words = "@Leo Marin and @Sam Twin?"
    response = client.post(url, {"token": uuid.uuid4(), "body": words}, follow=True)

    assert "called “Leo”" in _alerts(response)
    assert "Several people are called “Sam Twin”" in _alerts(response)
    assert told() == {}


def test_an_email_shows_the_note_as_it_was_typed(guide, mentor, editor):
    factory.note(guide, mentor, "<b>bold</b> & more")

    email = OutgoingEmail.objects.get()
    assert "<b>bold</b> & more" in email.text
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in email.html
    assert email.path == guide.project.path


def test_telling_ten_people_takes_as_many_statements_as_telling_one(
    cast, guide, mentor, editor, django_assert_num_queries
):
    team = [people.mentor(f"Person{chr(65 + number)}", cast.path) for number in range(10)]
    for named in [team[:1], team]:
        with django_assert_num_queries(14):
            factory.note(guide, mentor, "All of you", named=named)
