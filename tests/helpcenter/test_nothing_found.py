"""A search that finds nothing: the nearest categories, and a request with the question in it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorhub.search import vocabulary
from tests.cast import Cast
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves(cast: Cast) -> None:
    """Three categories; the fullest is the one for mentors of another path."""
    money = helpcenter.category(
        "Invoices and payments", title_fr="Factures et paiements", description="When you are paid."
    )
    lessons = helpcenter.category("Sessions", description="Planning and holding them.")
    tools = helpcenter.category("Tools", description="What to open.")
    helpcenter.public("When am I paid?", category=money)
    helpcenter.public("How long is it?", category=lessons)
    helpcenter.public("Where is it?", category=lessons)
    helpcenter.public("Certificates of employment", category=tools)
    hidden = helpcenter.category("Hidden invoices")
    for number in range(4):
        helpcenter.article(f"Secret {number}", cast.other_path, category=hidden)
    vocabulary.refresh()


def shown(client: Client, question: str) -> list[str]:
    response = client.get("/search/", {"q": question})
    assert "Nothing was found" in response.content.decode()
    return [shelf.title for shelf in response.context["shelves"]]


def test_the_category_whose_name_is_like_the_question_comes_first(
    client: Client, shelves: None
) -> None:
    assert shown(client, '"invoicing twice"')[0] == "Invoices and payments"
    assert shown(client, '"planner lost"')[0] == "Sessions"


def test_then_the_one_whose_texts_have_such_words(client: Client, shelves: None) -> None:
    assert shown(client, '"certification"')[0] == "Tools"


def test_without_any_likeness_the_fullest_that_the_reader_sees(
    client: Client, cast: Cast, shelves: None
) -> None:
    assert shown(client, "zygomorphic")[0] == "Sessions"
    assert "Hidden invoices" not in shown(client, "zygomorphic")

    client.force_login(cast.other_mentor)
    assert shown(client, "zygomorphic")[0] == "Hidden invoices"


def test_a_french_question_gets_french_names(client: Client, shelves: None) -> None:
    assert "Factures et paiements" in shown(client, '"pas de facturation pour moi"')


@pytest.mark.parametrize("question", ['"', "-paid", "😀", "\u202eabc", "%_%", "x" * 10_000])
def test_whatever_was_asked_it_is_no_error(client: Client, shelves: None, question: str) -> None:
    response = client.get("/search/", {"q": question})

    assert response.status_code == 200
    assert "Submit a request" in response.content.decode()


def test_the_question_goes_along_to_the_request(client: Client, cast: Cast, shelves: None) -> None:
    page = client.get("/search/?q=zygomorphic quux%3F").content.decode()
    link = page.split('href="/contact/?')[1].split('"')[0]

    form = client.get(f"/contact/?{link}").content.decode()

    assert 'value="zygomorphic quux?"' in form and "You searched for:" in form


def test_the_statements_do_not_grow_with_the_categories(client: Client, shelves: None) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client, '"certification of planners"')
        return len(queries)

    shown(client, "zygomorphic")
    few = statements()
    for number in range(12):
        helpcenter.public(f"Planner {number}", category=helpcenter.category(f"Shelf {number}"))
    vocabulary.refresh()

    assert statements() == few <= 14
