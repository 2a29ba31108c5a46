"""The results page, the suggestions, and who sees what in them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from mentorhub.people.models import User
from mentorhub.search import vocabulary
from mentorhub.search.models import Entry, QueryLog
from tests.cast import Cast, sign_in
from tests.factories import helpcenter
from tests.search.conftest import Shelf


def page(client: Client, question: str, **filters: object) -> str:
    response = client.get("/search/", {"q": question, **filters})
    assert response.status_code == 200
    return response.content.decode()


def suggested(client: Client, typed: str) -> str:
    response = client.get("/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    return response.content.decode()


def test_a_result_says_what_it_is_and_why_it_was_found(client: Client, articles: Shelf) -> None:
    text = page(client, "session paid")

    assert "<mark>session</mark>" in text and "<mark>paid</mark>" in text
    assert "Text · Sessions" in text


def test_what_an_entry_says_is_shown_and_never_run(client: Client, shelf: Shelf) -> None:
    shelf.put("<script>alert(1)</script> otter", "An <b onclick=x>otter</b> & more")

    for text in [page(client, "otter"), suggested(client, "otter")]:
        assert "<script>alert" not in text and "<b onclick" not in text


def test_a_correction_is_shown_with_a_way_back(client: Client, articles: Shelf) -> None:
    text = page(client, "Change my pasword!")

    assert "Showing results for <b>Change my password!</b>" in text
    assert "Search for Change my pasword! instead" in text
    assert "?q=Change+my+pasword%21&amp;exact=on" in text
    assert "Showing results" not in page(client, "Change my pasword!", exact="on")


def test_nothing_found_leads_to_a_request_with_the_question(
    client: Client, articles: Shelf, mentor: User
) -> None:
    text = page(client, "zygomorphic quux?")

    assert "Nothing was found" in text and "What others read" in text
    assert "/contact/?subject=zygomorphic+quux%3F" in text
    form = client.get("/contact/?subject=zygomorphic+quux%3F").content.decode()
    assert 'value="zygomorphic quux?"' in form


@pytest.mark.parametrize(
    "query", ["subject=%00", "topic=x&path=y&project=z", "nonsense=1&token=1", "body=" + "x" * 2049]
)
def test_the_contact_form_ignores_what_it_cannot_take(
    client: Client, mentor: User, query: str
) -> None:
    for _who in range(2):
        response = client.get(f"/contact/?{query}")
        assert response.status_code == 200
        assert "x" * 2049 not in response.content.decode()
        client.force_login(mentor)


def test_a_link_cannot_change_the_path_of_somebody_who_has_one(
    client: Client, cast: Cast, mentor: User
) -> None:
    client.force_login(mentor)

    text = client.get(f"/contact/?path={cast.other_path.pk}").content.decode()

    assert f'name="path" value="{cast.path.pk}"' in text


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%00", "q=%22", "q=-a", "q=a&kind=x&path=y&language=z&page=0&exact=%00",
     "q=session&page=999",
     "q=session&page=abc", "q=session&kind=%00&path=%00", "q=%C3%28", "q=" + "otter+" * 1500],
)  # fmt: skip
def test_whatever_the_address_says_is_no_error(client: Client, articles: Shelf, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200
    assert client.get(f"/search/suggestions/?{query}").status_code == 200


# --- Who sees what -----------------------------------------------------------------------


@pytest.fixture
def secrets(shelf: Shelf, cast: Cast) -> Shelf:
    """One text for everybody, one for mentors, one for each of two paths, one for editors alone."""
    shelf.put("Otter public")
    shelf.put("Otter mentors", is_public=False)
    shelf.put("Otter own", is_public=False, paths=frozenset([cast.path.pk]))
    shelf.put("Otter other", is_public=False, paths=frozenset([cast.other_path.pk]))
    shelf.put("Otter nobody", is_public=False, for_mentors=False)
    vocabulary.refresh()
    return shelf


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("anonymous", "public"),
        ("mentor", "public mentors own"),
        ("other_mentor", "public mentors other"),
        ("assessor", "public mentors own"),
        ("manager", "public mentors own other"),
        ("editor", "public mentors own other nobody"),
        ("administrator", "public mentors own other nobody"),
    ],
)
def test_each_role_finds_what_it_may_read(
    client: Client, cast: Cast, secrets: Shelf, role: str, expected: str
) -> None:
    if role != "anonymous":
        sign_in(client, getattr(cast, role))

    for text in [page(client, "otter"), suggested(client, "otter"), page(client, "zzz")]:
        seen = {word for word in ["public", "mentors", "own", "other", "nobody"]
                if f"</mark> {word}<" in text or f">Otter {word}<" in text}  # fmt: skip
        assert seen == set(expected.split())
    assert QueryLog.objects.get(query="otter").results == len(expected.split())


def test_somebody_whose_roles_ended_finds_what_is_public(
    cast: Cast, secrets: Shelf, mentor: User
) -> None:
    mentor.roles.all().delete()

    entries = Entry.objects.visible_to(User.objects.get(pk=mentor.pk))

    assert {entry.title for entry in entries} == {"Otter public"}


def test_the_filters_narrow_and_never_widen(client: Client, cast: Cast, secrets: Shelf) -> None:
    client.force_login(cast.mentor)

    text = page(client, "otter", path=cast.path.pk)
    assert "</mark> own" in text and "</mark> mentors" in text and "</mark> other" not in text
    text = page(client, "otter", path=cast.other_path.pk)
    assert "</mark> other" not in text
    assert "Search everything" in page(client, "badger", kind="text")


def test_a_filter_by_language_or_kind_shows_only_that(client: Client, articles: Shelf) -> None:
    assert "séance" in page(client, "heures calendrier", language="fr")
    assert "Nothing was found" in page(client, "heures", language="en")


# --- Suggestions -------------------------------------------------------------------------


def test_suggestions_begin_with_two_letters(client: Client, articles: Shelf) -> None:
    assert suggested(client, "i").strip() == ""
    assert "When are invoices paid?" in suggested(client, "in")


def test_a_word_that_is_not_finished_is_completed_before_it_is_corrected(
    client: Client, articles: Shelf
) -> None:
    assert suggested(client, "change passw").index("Change your password") >= 0
    assert escape("Reporter une séance") in suggested(client, "séan")


# --- What is noted -----------------------------------------------------------------------


def test_a_search_is_noted_once_and_without_the_person(
    client: Client, articles: Shelf, mentor: User
) -> None:
    client.force_login(mentor)

    page(client, "session")
    page(client, "session", page=2)
    client.head("/search/?q=session")

    log = QueryLog.objects.get()
    assert (log.query, log.language, log.results > 1, log.clicked) == ("session", "en", True, None)
    assert {field.name for field in QueryLog._meta.fields} == {
        "id", "token", "query", "language", "origin", "results", "offered", "opened", "clicked",
        "requested", "searched_at",
    }  # fmt: skip


def test_what_was_opened_is_noted(client: Client, articles: Shelf) -> None:
    token = client.get("/search/?q=session").context["click"]

    assert client.post("/search/clicked/", {"search": token, "rank": 2}).status_code == 204
    assert QueryLog.objects.get().clicked == 2
    for wrong in [{"search": "x", "rank": 1}, {"search": token, "rank": 0}, {"search": token}]:
        assert client.post("/search/clicked/", wrong).status_code == 422
    assert QueryLog.objects.get().clicked == 2


def test_the_page_takes_as_many_statements_for_many_entries(client: Client, shelf: Shelf) -> None:
    counts = []
    for _round in range(3):
        for number in range(8):
            shelf.put(f"Otter {number}", "They sleep on the ferry.", category=f"C{number}")
        vocabulary.refresh()
        with CaptureQueriesContext(connection) as queries:
            page(client, "otter ferry")
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 10


def test_the_results_say_how_many_stand_in_each_category_and_narrow_to_one(client: Client, db):
    money = helpcenter.category("Money")
    for number in range(2):
        helpcenter.public(f"An otter's invoice {number}", category=money)
    helpcenter.public("An otter's session")

    page = client.get("/search/", {"q": "otter"})
    one = client.get("/search/", {"q": "otter", "category": "Sessions"})

    counts = [(it.category, it.count) for it in page.context["categories"]]
    assert counts == [("Money", 2), ("Sessions", 1)]
    assert 'href="?q=otter&amp;category=Money"' in page.content.decode()
    assert len(one.context["results"]) == 1
    assert "In all categories" in one.content.decode()


def test_what_only_resembles_the_words_is_said_to_and_counts_as_nothing_found(client: Client, db):
    helpcenter.public("Kilometres are paid")

    page = client.get("/search/", {"q": "xkilometrezz"})

    assert "only resemble them" in page.content.decode()
    assert QueryLog.objects.get().results == 0
