"""Answers under the subject: who is offered what, and what is noted of it."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contact.models import Request
from mentorhub.search import vocabulary
from mentorhub.search.models import QueryLog
from tests.cast import Cast, sign_in
from tests.factories import helpcenter


@pytest.fixture
def answers(cast: Cast) -> None:
    """One for everybody, one for each of two paths."""
    helpcenter.public("When are invoices paid?")
    helpcenter.article("My invoice of the path", cast.path)
    helpcenter.article("An invoice of another path", cast.other_path)
    vocabulary.refresh()


def offered(client: Client, subject: str, body: str = "") -> str:
    response = client.get("/contact/answers/", {"subject": subject, "body": body})
    assert response.status_code == 200
    return response.content.decode()


def offer_in(page: str) -> str:
    return page.split('data-offer="')[1].split('"')[0]


def fields(cast: Cast, **changed: object) -> dict[str, object]:
    known = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    return known | {"subject": "invoice", "body": "And then?"} | changed


def test_it_offers_what_the_reader_may_read_from_three_letters(
    client: Client, cast: Cast, answers: None
) -> None:
    assert "<li>" not in offered(client, "in")
    text = offered(client, "inv")
    assert "When are invoices paid?" in text and "of the path" not in text

    client.force_login(cast.mentor)
    text = offered(client, "a question", "about an invoice")
    assert "My invoice of the path" in text and "another path" not in text
    assert 'target="_blank" rel="noopener"' in text


@pytest.mark.parametrize("typed", ["\0\0\0", '"""', "---", "x" * 20_000, "😀😀😀", "a & b | c"])
def test_whatever_is_typed_is_no_error(client: Client, answers: None, typed: str) -> None:
    offered(client, typed, typed)
    assert not QueryLog.objects.exists()


def test_a_whole_question_is_answered_as_one_and_an_unfinished_word_completed(
    client: Client, cast: Cast
) -> None:
    helpcenter.public("My student does not come")
    for word in ["comfort", "community", "command", "comma"]:
        helpcenter.public(f"About my {word}", body=f"My {word}, my {word}.")
    vocabulary.refresh()

    text = offered(client, "what if my student does not come")
    assert text.index("My student does not come") < text.index("About my")
    assert "About my community" in offered(client, "my commun")


def test_at_most_four_are_offered(client: Client, cast: Cast) -> None:
    for number in range(6):
        helpcenter.public(f"Invoice number {number}")
    vocabulary.refresh()

    assert offered(client, "invoice").count("<li>") == 4


def test_typing_is_not_noted_and_opening_counts_as_deflected(
    client: Client, cast: Cast, answers: None
) -> None:
    client.force_login(cast.mentor)
    for subject in ["inv", "invo", "invoice"]:
        page = offered(client, subject)
    assert not QueryLog.objects.exists()

    for rank in [2, 1, 1]:
        note = {"search": offer_in(page), "rank": rank}
        assert client.post("/search/clicked/", note).status_code == 204

    row = QueryLog.objects.get()
    assert (row.query, row.origin, row.results, row.was_deflected) == ("invoice", "form", 2, True)
    assert sorted(row.opened) == sorted(row.offered)
    assert list(QueryLog.objects.deflected()) == [row]


def test_a_request_after_all_is_no_deflection_and_the_desk_sees_what_was_offered(
    client: Client, cast: Cast, answers: None
) -> None:
    client.force_login(cast.mentor)
    page = offered(client, "invoice")
    client.post("/search/clicked/", {"search": offer_in(page), "rank": 1})

    client.post("/contact/", fields(cast, offered=offer_in(page)))

    row = QueryLog.objects.get()
    assert row.requested and not row.was_deflected
    mentor_request = Request.objects.get()
    assert (mentor_request.searched, mentor_request.answers_opened) == ("invoice", row.opened)
    desk = sign_in(Client(), cast.manager).get(mentor_request.desk_url).content.decode()
    assert "When are invoices paid?" in desk and "My invoice of the path" in desk
    assert desk.count(">opened<") == 1


def test_a_subject_that_changes_is_still_one_search(
    client: Client, cast: Cast, answers: None
) -> None:
    client.force_login(cast.mentor)
    for subject in ["invoice", "invoices of the path"]:
        page = offered(client, subject)
        client.post("/search/clicked/", {"search": offer_in(page), "rank": 1})

    client.post("/contact/", fields(cast, offered=offer_in(page)))

    row = QueryLog.objects.get()
    assert (row.query, row.requested) == ("invoices of the path", True)
    assert len(Request.objects.get().answers_opened) == len(row.opened) == 2


def test_a_search_before_is_shown_kept_with_the_request_and_then_forgotten(
    client: Client, cast: Cast, answers: None
) -> None:
    client.force_login(cast.mentor)
    client.get("/search/?q=zygomorphic")
    assert "You searched for:" in client.get("/contact/?subject=zygomorphic").content.decode()

    client.post("/contact/", fields(cast, subject="zygomorphic"))
    client.post("/contact/", fields(cast, subject="Something else"))

    row = QueryLog.objects.get()
    assert (row.results, row.requested) == (0, True)
    assert [one.searched for one in Request.objects.order_by("pk")] == ["zygomorphic", ""]


def test_what_was_typed_counts_beside_another_search_before(
    client: Client, cast: Cast, answers: None
) -> None:
    client.get("/search/?q=zygomorphic")
    page = offered(client, "my invoice is late")
    data = fields(cast, offered=offer_in(page), name="Robin", email="robin@example.net")

    client.post("/contact/", data)

    noted = QueryLog.objects.values_list("query", "origin", "requested")
    assert set(noted) == {("zygomorphic", "page", True), ("my invoice is late", "form", True)}


@pytest.mark.parametrize("rubbish", ["x", "a\0b", "x" * 9_000, "W10:1vXk:zzz"])
def test_an_offer_that_is_not_ours_stops_nothing_and_is_not_noted(
    client: Client, cast: Cast, rubbish: str
) -> None:
    client.force_login(cast.mentor)
    client.cookies["search"] = rubbish[:100].replace("\0", "")

    assert client.post("/contact/", fields(cast, offered=rubbish)).status_code == 302
    assert client.post("/search/clicked/", {"search": rubbish, "rank": 1}).status_code == 422

    assert Request.objects.get().searched == ""
    assert not QueryLog.objects.exists()


def test_a_form_that_fails_keeps_the_offer_and_the_search(
    client: Client, cast: Cast, answers: None
) -> None:
    client.force_login(cast.mentor)
    offer = offer_in(offered(client, "invoice"))

    response = client.post("/contact/", fields(cast, offered=offer, body=""))

    assert response.status_code == 422 and f'value="{offer}"' in response.content.decode()
    assert not QueryLog.objects.exists()


def test_a_topic_shows_its_own_articles_to_those_who_may_read_them(
    client: Client, cast: Cast
) -> None:
    tied = [
        helpcenter.public("An otter for all"),
        helpcenter.article("An otter for mentors", cast.path),
        helpcenter.article("An otter elsewhere", cast.other_path),
        helpcenter.public("An otter to come", state="draft"),
    ]
    cast.topic.articles.set(tied)

    def shown() -> set[str]:
        page = client.get("/contact/").content.decode()
        return {article.title for article in tied if article.title in page}

    assert shown() == {"An otter for all"}
    client.force_login(cast.mentor)
    assert shown() == {"An otter for all", "An otter for mentors"}


def test_the_statements_do_not_grow_with_the_answers(client: Client, cast: Cast) -> None:
    client.force_login(cast.mentor)
    counts = []
    for round_ in range(3):
        for number in range(5):
            helpcenter.article(f"Invoice {round_} {number}", cast.path)
        vocabulary.refresh()
        with CaptureQueriesContext(connection) as queries:
            offered(client, "invoice late", "since a month")
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 18  # with the vocabulary, which a refresh has each process read anew


def test_addresses_and_numbers_are_not_kept_with_the_words(client: Client, cast: Cast) -> None:
    client.get("/search/?q=code for amina@example.net +33 6 12 34 56 78 project 12")

    assert QueryLog.objects.get().query == "code for … … project 12"


def test_who_searched_stands_in_no_column() -> None:
    people = {"sender", "user", "ip", "session", "request", "email"}
    assert people.isdisjoint(field.name for field in QueryLog._meta.get_fields())
    assert reverse("contact:answers") == "/contact/answers/"
