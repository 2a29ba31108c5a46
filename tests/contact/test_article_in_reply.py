"""A manager puts answers of the Help Center into a reply: those that the mentor can open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from contact.models import Request
from mentorhub.search import vocabulary
from tests.cast import sign_in
from tests.factories import contact, helpcenter


@pytest.fixture
def routed(cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


@pytest.fixture
def desk(client, cast):
    return sign_in(client, cast.manager)


def find(desk, mentor_request: Request, words: str, **more: str):
    vocabulary.refresh()
    address = f"/admin/contact/request/{mentor_request.pk}/articles/"
    return desk.get(address, {"q": words, "only": "list", **more})


def test_an_answer_is_found_by_its_text_in_any_language(desk, routed):
    helpcenter.article("A no-show", body="Wait for **fifteen** minutes.")
    helpcenter.article("Une absence", body="Attendez quinze minutes.", language="fr")

    assert "A no-show" in find(desk, routed, "fifteen").content.decode()
    assert "Une absence" in find(desk, routed, "quinze").content.decode()


def test_it_offers_the_link_and_the_text_as_a_quote(desk, routed, settings):
    made = helpcenter.article("A no-show", body="Wait for **fifteen** minutes.")
    link = f"A no-show\n{settings.SITE_URL}{made.get_absolute_url()}"

    page = find(desk, routed, "no-sh").content.decode()

    assert f'data-insert="{link}"' in page
    quote = escape(f"{link}\n\n> A no-show: in one sentence.\n>\n> Wait for fifteen minutes.")
    assert f'data-insert="{quote}"' in page


def test_what_the_mentor_cannot_read_is_not_offered(desk, cast, routed):
    helpcenter.article("Absence one", state="draft")
    helpcenter.article("Absence two", cast.other_path)
    helpcenter.article("Absence three", cast.path)
    helpcenter.article("Absence four", state="archived")

    page = find(desk, routed, "absence").content.decode()

    assert [n for n in ("one", "two", "three", "four") if f"Absence {n}" in page] == ["three"]


def test_who_wrote_without_an_account_is_offered_public_answers(desk, cast):
    cast.manager  # noqa: B018 (made when asked for)
    unknown = contact.routed(None, cast.path, cast.topic)
    helpcenter.article("Absence one")
    helpcenter.public("Absence two")

    page = find(desk, unknown, "absence").content.decode()

    assert "Absence two" in page and "Absence one" not in page


@pytest.mark.parametrize("words", ["", "x" * 10_000, "'; --", "🦦", '" "', "& | ! :*"])
def test_whatever_is_typed_is_no_error(desk, routed, words):
    assert find(desk, routed, words).status_code == 200


def test_without_scripts_it_is_a_page_to_copy_from(desk, routed):
    helpcenter.article("A no-show")

    page = find(desk, routed, "no-show", only="").content.decode()

    assert "<textarea" in page and "A no-show: in one sentence." in page
    assert "data-insert" not in page
    screen = desk.get(f"/admin/contact/request/{routed.pk}/change/").content.decode()
    assert f'action="/admin/contact/request/{routed.pk}/articles/"' in screen


def test_the_number_of_statements_does_not_grow_with_what_is_found(desk, routed):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find(desk, routed, "absence")
        return len(queries)

    helpcenter.article("Absence one")
    find(desk, routed, "absence")
    one = count()
    for n in range(4):
        helpcenter.article(f"Absence {n} more")
    assert count() == one
