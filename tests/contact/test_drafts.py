"""Drafts of answers and notes: kept, shown again, shared, never written over unseen."""

import uuid
from dataclasses import replace

import pytest
from django.test import Client

from contact import drafts
from contact.drafts import Typed, TypedElsewhere
from contact.models import AnswerDraft, Request
from mentorhub.content import held
from tests.cast import Cast, sign_in
from tests.factories import contact, people


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.manager)


def url(mentor_request: Request, act: str) -> str:
    return f"/admin/contact/request/{mentor_request.pk}/{act}/"


def typed(cast: Cast, body: str = "Dear Amina", **more: object) -> Typed:
    return Typed(cast.manager, "answer", body, uuid.uuid4(), **more)


def posted(body: str, **more: object) -> dict[str, object]:
    return {"kind": "answer", "body": body, "token": uuid.uuid4(), **more}


def bodies(mentor_request: Request) -> list[str]:
    return list(mentor_request.drafts.values_list("body", flat=True))


def test_what_is_typed_is_kept_and_shown_again(desk, routed):
    response = desk.post(url(routed, "draft"), posted("Dear Amina,\r\n"))

    draft = AnswerDraft.objects.get()
    assert response.json()["draft"] == str(draft.stamp)
    assert response.json()["said"].startswith("Draft kept at ")
    page = desk.get(url(routed, "change")).content.decode()
    assert "Dear Amina,</textarea>" in page and "Draft from " in page
    assert f'name="draft" value="{draft.stamp}"' in page


def test_an_answer_and_a_note_are_kept_side_by_side(desk, routed):
    desk.post(url(routed, "draft"), posted("Dear Amina"))
    desk.post(url(routed, "draft"), posted("Ask Finance", kind="note"))

    page = desk.get(url(routed, "change")).content.decode()
    assert "Dear Amina</textarea>" in page and "Ask Finance</textarea>" in page


def test_one_form_goes_on_whether_it_heard_of_its_last_saving_or_not(cast, routed):
    first = typed(cast)
    drafts.save(routed.pk, first)
    drafts.save(routed.pk, replace(first, body="Dear Amina, wait"))

    assert bodies(routed) == ["Dear Amina, wait"]


def test_of_two_tabs_the_newer_saving_wins_only_if_it_knew_the_older(cast, routed):
    older = drafts.save(routed.pk, typed(cast, "One"))
    drafts.save(routed.pk, typed(cast, "One and two", known=older.stamp))
    assert bodies(routed) == ["One and two"]

    with pytest.raises(TypedElsewhere):
        drafts.save(routed.pk, typed(cast, "Another thing", known=older.stamp))

    draft = AnswerDraft.objects.get()
    assert (draft.body, draft.aside) == ("One and two", "Another thing")


def test_a_tab_that_knew_less_is_told_and_both_texts_are_shown(desk, routed):
    desk.post(url(routed, "draft"), posted("One"))

    response = desk.post(url(routed, "draft"), posted("Another thing"))

    assert response.status_code == 409
    assert response.json()["said"].startswith("Another tab saved other words at ")
    page = desk.get(url(routed, "change")).content.decode()
    assert "One</textarea>" in page and "Another thing</textarea>" in page


def test_an_emptied_box_leaves_no_draft(cast, routed):
    first = typed(cast)
    drafts.save(routed.pk, first)

    assert drafts.save(routed.pk, replace(first, body="")) is None
    assert bodies(routed) == []


def test_sending_takes_the_draft_away(desk, cast, routed):
    saved = desk.post(url(routed, "draft"), posted("Dear Amina")).json()
    drafts.save(routed.pk, Typed(cast.manager, "note", "Ask Finance", uuid.uuid4()))

    form = {"version": routed.version, "token": uuid.uuid4(), "body": "Dear Amina, do this."}
    desk.post(url(routed, "answer"), {**form, "then": "wait", "draft": saved["draft"]})

    assert bodies(routed) == ["Ask Finance"]


def test_what_another_tab_typed_is_still_there_after_sending(desk, routed):
    saved = desk.post(url(routed, "draft"), posted("Dear Amina")).json()
    desk.post(url(routed, "draft"), posted("Quite another thing"))

    form = {"version": routed.version, "token": uuid.uuid4(), "body": "Dear Amina"}
    desk.post(url(routed, "answer"), {**form, "then": "wait", "draft": saved["draft"]})

    assert bodies(routed) == ["Quite another thing"]


def test_what_was_sent_does_not_come_back_with_a_late_saving(cast, routed):
    message = contact.answer(routed, cast.manager, "Dear Amina")

    assert drafts.save(routed.pk, replace(typed(cast), token=message.form_token)) is None
    assert bodies(routed) == []


def test_a_refused_answer_keeps_its_draft(desk, cast, routed):
    saved = desk.post(url(routed, "draft"), posted("Dear Amina")).json()
    contact.reply(routed)

    form = {"version": routed.version, "token": uuid.uuid4(), "body": "Dear Amina"}
    response = desk.post(url(routed, "answer"), {**form, "then": "wait", "draft": saved["draft"]})

    assert response.status_code == 409
    assert bodies(routed) == ["Dear Amina"]


def test_a_draft_is_thrown_away_only_by_its_author(desk, client, cast, routed):
    desk.post(url(routed, "draft"), posted("Dear Amina"))
    sofia = people.manager("Sofia Marchetti", cast.path)

    sign_in(Client(), sofia).post(url(routed, "discard"), {"kind": "answer"})
    assert bodies(routed) == ["Dear Amina"]

    desk.post(url(routed, "discard"), {"kind": "answer"})
    assert bodies(routed) == []


def test_a_colleague_reads_it_and_goes_on_with_a_copy(desk, cast, routed):
    desk.post(url(routed, "draft"), posted("Dear Amina"))
    sofia = people.manager("Sofia Marchetti", cast.path)
    hers = sign_in(Client(), sofia)
    hers.post(url(routed, "draft"), posted("My own words"))

    page = hers.get(url(routed, "change")).content.decode()
    assert "Camille Laurent has begun an answer" in page
    draft = AnswerDraft.objects.get(author=cast.manager)
    page = hers.post(url(routed, "go_on"), {"draft": draft.pk}, follow=True).content.decode()

    assert "Dear Amina\n\nMy own words</textarea>" in page
    assert AnswerDraft.objects.get(author=cast.manager).body == "Dear Amina"


def test_what_a_colleague_began_may_be_gone(desk, cast, routed):
    page = desk.post(url(routed, "go_on"), {"draft": 987_654}, follow=True).content.decode()

    assert "It is gone: sent, or thrown away." in page


def test_a_draft_of_another_request_is_not_to_be_had(desk, cast, routed):
    other = contact.routed(cast.other_mentor, cast.other_path, cast.topic)
    drafts.save(other.pk, Typed(cast.other_manager, "answer", "The secret", uuid.uuid4()))

    desk.post(url(routed, "go_on"), {"draft": AnswerDraft.objects.get().pk})

    assert bodies(routed) == []
    assert desk.post(url(other, "draft"), posted("Mine")).status_code == 404


@pytest.mark.parametrize(
    "changed",
    [{"kind": "letter"}, {"token": "x"}, {"draft": "x"}, {"body": "a\0b"}, {"body": "x" * 20_001}],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(desk, routed, changed):
    response = desk.post(url(routed, "draft"), posted("Dear Amina") | changed)

    assert response.status_code == 422 and response.json()["said"]
    assert bodies(routed) == []


def test_files_of_a_draft_are_in_the_box_again(desk, cast, routed):
    [file] = held.hold([contact.file()])
    drafts.give_back(routed, cast.manager, "answer", "Dear Amina", [file.key])

    page = desk.get(url(routed, "change")).content.decode()
    assert "Attach notes.txt" in page
    form = {"version": routed.version, "token": uuid.uuid4(), "body": "Dear Amina", "then": "wait"}
    desk.post(url(routed, "answer"), {**form, "files-held": file.key})

    assert routed.messages.latest("pk").attachments.get().name == "notes.txt"


def test_saving_takes_few_statements(desk, routed, django_assert_num_queries):
    form = posted("Dear Amina")
    desk.post(url(routed, "draft"), form)

    # session, person, rights; in sight, read; begin, lock, sent?, draft, save, hour, end
    with django_assert_num_queries(12):
        desk.post(url(routed, "draft"), form | {"body": "Dear Amina,"})
