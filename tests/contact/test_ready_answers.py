"""Ready answers: who sees them, what is filled in, how they get into the box."""

import uuid

import pytest
from django.test import Client
from django.utils.html import escape

from contact import placeholders, ready_answers
from contact.models import ReadyAnswer, Request
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


def typed(mentor_request: Request, **fields: object) -> dict[str, object]:
    return {"version": mentor_request.version, "token": uuid.uuid4(), **fields}


def titles(mentor_request: Request, cast: Cast, words: str = "") -> list[str]:
    found = ready_answers.found(mentor_request, cast.manager, words)
    return [ready.title for ready in found]


def test_one_finds_one_s_own_those_of_the_path_and_those_for_everybody(cast, routed):
    contact.ready_answer("Mine", owner=cast.manager)
    contact.ready_answer("Of the path", path=cast.path)
    contact.ready_answer("For all")
    contact.ready_answer("Somebody else's", owner=cast.other_manager)
    contact.ready_answer("Of the other path", path=cast.other_path)
    contact.ready_answer("Retired", is_active=False)

    assert titles(routed, cast) == ["For all", "Mine", "Of the path"]


def test_the_administrator_sees_all_but_what_others_keep_for_themselves(cast):
    contact.ready_answer("Private", owner=cast.manager)
    shared = contact.ready_answer("Shared", path=cast.path)

    assert list(ReadyAnswer.objects.visible_to(cast.administrator)) == [shared]
    assert not ReadyAnswer.objects.visible_to(cast.mentor).exists()


def test_all_words_are_found_in_title_or_text_with_accents_or_without(cast, routed):
    contact.ready_answer("Séance reportée", "On la déplace.", language="fr")
    contact.ready_answer("A no-show", "Wait for the student.")

    assert titles(routed, cast, "SEANCE deplace") == ["Séance reportée"]
    assert titles(routed, cast, "student wait") == ["A no-show"]
    assert titles(routed, cast, "student deplace") == []


def test_the_mentor_s_language_comes_first_then_what_is_used_most(cast):
    cast.manager  # noqa: B018 (made when asked for)
    asked = contact.routed(
        cast.mentor,
        cast.path,
        cast.topic,
        subject="Une question",
        body="Que dois-je faire pour la séance ?",
    )
    contact.ready_answer("English, used", language="en", used=9)
    contact.ready_answer("Any, used", used=5)
    contact.ready_answer("Français", language="fr")

    assert titles(asked, cast) == ["Any, used", "Français", "English, used"]


def test_placeholders_are_filled_in_and_what_is_not_there_can_be_seen(cast, routed):
    text = "Hello {mentor_first_name}, {reference} on {path}, {project}. {manager_name}"

    filled = placeholders.filled(text, routed, cast.manager)

    assert filled == f"Hello Amina, {routed.reference} on Data Analyst, …. Camille Laurent"
    assert len(placeholders.WORTH) <= 12


def test_s18_tricks_of_templates_and_formats_come_out_as_text(desk, cast):
    nasty = "{{ 7*7 }}{% load static %}{path} %(reference)s {0.__class__}"
    cast.mentor.name = nasty[:60]
    asked = contact.routed(cast.mentor, cast.path, cast.topic, subject=nasty)
    ready = contact.ready_answer(body="{subject}|{{ 7*7 }}|{% now 'Y' %}|%(path)s|${path}|{0}")

    filled = placeholders.filled(ready.body, asked, cast.manager)
    page = desk.get(url(asked, "ready-answers"), {"only": "list"}).content.decode()

    assert filled == f"{nasty}|{{{{ 7*7 }}}}|{{% now 'Y' %}}|%(path)s|$Data Analyst|{{0}}"
    assert escape(filled) in page


@pytest.mark.parametrize(
    "trick", ["{first_name}", "{{ path }}", "{path.slug}", "{ path }", "{manager name}", "{{path}}"]
)
def test_an_unknown_placeholder_is_refused_with_the_list(desk, cast, trick):
    response = desk.post(
        "/admin/contact/readyanswer/add/",
        {"title": "T", "body": f"Hello {trick}", "language": "", "whose": "me", "is_active": "on"},
    )

    page = response.content.decode()
    assert "Nothing can be filled in for" in page and "{mentor_first_name}" in page
    assert f"Hello {trick}" in page
    assert not ReadyAnswer.objects.exists()


def test_code_in_braces_is_no_placeholder():
    placeholders.check("body { color: red; }\nf(x) = {1, 2}\n{% if %} {{ 7*7 }} {}")


@pytest.mark.parametrize(
    ("whose", "owner", "path"),
    [("me", "manager", None), ("path", None, "path")],
)
def test_a_manager_writes_for_themselves_or_for_their_path(desk, cast, whose, owner, path):
    whose = str(cast.path.pk) if whose == "path" else whose

    desk.post(
        "/admin/contact/readyanswer/add/",
        {"title": "T", "body": "Hello {path}", "language": "en", "whose": whose, "is_active": "on"},
    )

    ready = ReadyAnswer.objects.get()
    assert ready.owner == (getattr(cast, owner) if owner else None)
    assert ready.path == (getattr(cast, path) if path else None)


@pytest.mark.parametrize("whose", ["all", "other"])
def test_a_manager_does_not_write_for_others(desk, cast, whose):
    whose = str(cast.other_path.pk) if whose == "other" else whose

    response = desk.post(
        "/admin/contact/readyanswer/add/",
        {"title": "T", "body": "Hello", "language": "en", "whose": whose, "is_active": "on"},
    )

    assert response.status_code == 200 and "not one of the available choices" in str(
        response.content
    )
    assert not ReadyAnswer.objects.exists()


def test_what_is_for_everybody_is_read_by_managers_and_changed_by_administrators(desk, cast):
    ready = contact.ready_answer("For all", "Hello")
    address = f"/admin/contact/readyanswer/{ready.pk}/change/"
    fields = {"title": "Changed", "body": "B", "language": "", "whose": "all", "is_active": "on"}

    assert "Everybody at the desk" in desk.get(address).content.decode()
    desk.post(address, fields)
    ready.refresh_from_db()
    assert ready.title == "For all"

    sign_in(desk, cast.administrator).post(address, fields)
    ready.refresh_from_db()
    assert ready.title == "Changed"


def test_somebody_s_own_is_not_there_for_others(client, cast):
    ready = contact.ready_answer(owner=cast.manager)
    address = f"/admin/contact/readyanswer/{ready.pk}"

    for other in [cast.administrator, cast.other_manager, people.manager("Sofia M", cast.path)]:
        sign_in(client, other)
        assert client.get(f"{address}/change/").status_code == 404
        assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 404
    assert (
        sign_in(client, cast.manager).post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    )


def test_a_manager_cannot_delete_what_they_share_by_the_list_either(desk, cast):
    shared = contact.ready_answer("Shared", path=cast.path)
    mine = contact.ready_answer("Mine", owner=cast.manager)
    chosen = {"action": "delete_selected", "post": "yes"}

    for one in [shared, mine]:
        desk.post("/admin/contact/readyanswer/", chosen | {"_selected_action": one.pk})

    assert list(ReadyAnswer.objects.all()) == [shared]


def test_without_scripts_it_goes_under_what_is_typed_and_nothing_is_lost(desk, cast, routed):
    ready = contact.ready_answer("Greeting", "Hello {mentor_first_name}")
    upload = contact.file().upload

    response = desk.post(
        url(routed, "insert"), typed(routed, body="My text\n", ready=ready.pk, files=upload)
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "My text\n\nHello Amina</textarea>" in page
    assert "Attach notes.txt" in page
    assert "Choose one of the three buttons" not in page
    assert routed.messages.count() == 1
    ready.refresh_from_db()
    assert ready.used == 1 and ready.last_used_at is not None


def test_without_a_choice_the_text_comes_back(desk, cast, routed):
    response = desk.post(url(routed, "insert"), typed(routed, body="My text", ready=""))

    page = response.content.decode()
    assert response.status_code == 422
    assert "My text</textarea>" in page and "Choose a ready answer first." in page


def test_one_that_is_not_for_this_person_is_not_put_in(desk, cast, routed):
    ready = contact.ready_answer("Secret", "The secret", owner=cast.other_manager)

    response = desk.post(url(routed, "insert"), typed(routed, body="My text", ready=ready.pk))

    assert response.status_code == 422
    assert "The secret" not in response.content.decode()


def test_a_script_has_it_counted_alone(desk, cast, routed):
    ready = contact.ready_answer()

    response = desk.post(url(routed, "insert"), {"ready": ready.pk, "only_count": "yes"})

    ready.refresh_from_db()
    assert (response.status_code, ready.used) == (204, 1)


def test_the_search_costs_the_same_for_any_number(desk, cast, routed, django_assert_num_queries):
    contact.ready_answer()
    address = url(routed, "ready-answers")
    desk.get(address)
    with django_assert_num_queries(6):  # session, person, rights; request; language; list
        desk.get(address, {"only": "list"})
    for number in range(5):
        contact.ready_answer(f"Another {number}", path=cast.path)

    with django_assert_num_queries(6):
        desk.get(address, {"only": "list"})
