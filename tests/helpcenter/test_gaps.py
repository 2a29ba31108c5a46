"""The gap report: what is a gap, what stands together, and what an editor does about it."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpcenter.models import Article
from mentorhub.search import gaps, vocabulary, weeks
from mentorhub.search.gaps import Gap
from mentorhub.search.models import QueryLog, Remedy
from mentorhub.search.searching import search
from tests.cast import Cast, sign_in
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db
REPORT = "/admin/helpcenter/article/gaps/"


def searched(query: str, times: int = 1, days: float = 1, **came_of_it: object) -> None:
    """Somebody searched that, so many days ago; without more words it found nothing."""
    at = timezone.now() - datetime.timedelta(days=days)
    known = {"language": "en", "results": 0, "searched_at": at} | came_of_it
    QueryLog.objects.bulk_create([QueryLog(query=query, **known) for _time in range(times)])


def found(days: int = 30, **narrowing: str) -> list[Gap]:
    return gaps.gaps(days, **narrowing)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.editor)


# --- What is a gap ---------------------------------------------------------------------------


def test_what_found_nothing_had_nothing_opened_or_led_to_a_request_is_a_gap() -> None:
    searched("parking", results=0)
    searched("canteen", results=3)
    searched("lockers", results=3, clicked=1, requested=True)
    searched("invoices", results=3, clicked=1)

    assert {gap.words for gap in found()} == {"parking", "canteen", "lockers"}
    assert [gap.words for gap in found(what="nothing")] == ["parking"]
    assert [gap.words for gap in found(what="unopened")] == ["canteen"]
    assert [gap.words for gap in found(what="requested")] == ["lockers"]


def test_alike_wordings_stand_together_the_commonest_first() -> None:
    searched("parking at the school", 5)
    searched("Is there parking at the school?", 3)
    searched("school parkin", 2)
    searched("where is the canteen", 4)

    first, second = found()

    assert (first.words, first.nothing, len(first.wordings)) == ("parking at the school", 10, 3)
    assert (second.words, second.nothing) == ("where is the canteen", 4)


def test_capitals_make_no_other_wording_and_languages_stay_apart() -> None:
    searched("Parking", 2)
    searched("parking")
    searched("parking", language="fr")

    assert [(gap.language, gap.nothing) for gap in found()] == [("en", 3), ("fr", 1)]
    assert [gap.language for gap in found(language="fr")] == ["fr"]


def test_what_shares_one_word_of_several_stays_apart() -> None:
    searched("parking at the school")
    searched("parking for my student in Lyon")

    assert len(found()) == 2


def test_the_trend_is_against_the_period_before() -> None:
    searched("parking", 2, days=40)
    searched("parking", 5, days=10)
    searched("canteen", 5, days=40)
    searched("long ago", 5, days=70)

    (parking,) = found(30)

    assert (parking.unanswered, parking.before, parking.more) == (5, 2, 3)
    assert [gap.words for gap in found(90)] == ["parking", "canteen", "long ago"]
    assert found(7) == []


def test_only_stop_words_signs_and_other_scripts_are_grouped_too() -> None:
    for words in ["what is it", "???", "إجازة", "😀"]:
        searched(words)

    assert len(found()) == 4


# --- The page ------------------------------------------------------------------------------


def test_the_report_shows_the_questions_the_weeks_and_what_is_found_today(
    desk: Client, cast: Cast
) -> None:
    searched("late <b>invoices</b>", 3)
    searched("parking", 2, requested=True)
    helpcenter.article("Late invoices", cast.path)
    vocabulary.refresh()

    page = desk.get(REPORT).content.decode()

    assert "late &lt;b&gt;invoices&lt;/b&gt;" in page and "<b>invoices" not in page
    assert "Now finds:" in page and "Late invoices" in page
    assert "Finds nothing today" in page and "2 requests" in page
    assert '<rect class="searches"' in page and "As a table" in page


def test_an_empty_report_says_so(desk: Client) -> None:
    page = desk.get(REPORT).content.decode()

    assert "Nobody has searched yet" in page and "No such search in this time" in page


@pytest.mark.parametrize(
    "query", ["days=x&what=y&language=z&page=0", "days=-1", "page=999", "language=%FF", "what="]
)
def test_whatever_the_address_says_is_no_error(desk: Client, query: str) -> None:
    searched("parking")

    assert desk.get(f"{REPORT}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["", "words=parking", "words=&days=30", "words=other&language=en&days=30", "days=x"]
)
def test_a_question_that_nobody_asked_is_not_there(desk: Client, query: str) -> None:
    searched("parking")

    assert desk.get(f"{REPORT}one/?{query}").status_code == 404


def test_the_statements_do_not_grow_with_the_log(desk: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(REPORT)
        return len(queries)

    words = [first * 6 + second * 6 for first in "abcdefgh" for second in "stuvwxyz"]
    for word in words[:12]:
        searched(word)
    desk.get(REPORT)
    few = statements()
    for word in words:
        searched(word, 5)
        searched(word, 2, days=40)

    assert statements() == few <= 90  # the live search for each of the ten questions on the page


# --- What an editor does ---------------------------------------------------------------------


def act(desk: Client, what: str, words: str, **more: object):
    return desk.post(f"{REPORT}one/{what}/", {"words": words, "language": "en", "days": 30, **more})


def test_write_the_article_makes_one_draft_with_the_questions_in_it(
    desk: Client, cast: Cast
) -> None:
    searched("parking at the school", 2)
    searched("school [parking](x) ```", 1)
    category = helpcenter.category()
    wanted = {"title": "Parking at the school", "category": category.pk}

    for _twice in range(2):
        response = act(desk, "write", "parking at the school", **wanted)
        article = Article.objects.get()
        assert response.url == f"/admin/helpcenter/article/{article.pk}/change/"

    assert (article.state, article.title) == ("draft", "Parking at the school")
    assert "2 × parking at the school" in article.body and "1 × school" in article.body
    assert 'href="x"' not in str(article.rendered.html)
    assert article.other_wordings == ["school [parking](x) ```"]
    assert not search_finds("parking")
    assert Client().get(article.get_absolute_url()).status_code == 404
    page = desk.get(REPORT).content.decode()
    assert "wrote “Parking at the school”" in page and "not found by these words yet" in page


def test_it_warns_of_an_article_and_of_a_draft_that_are_near(desk: Client, cast: Cast) -> None:
    searched("when are late invoices paid", 2)
    helpcenter.article("Late invoices", cast.path)
    helpcenter.article("When are late invoices paid", state="draft")
    vocabulary.refresh()

    page = desk.get(f"{REPORT}one/?words=when are late invoices paid&language=en&days=30")

    text = page.content.decode()
    assert "Point here: Late invoices" in text and "Somebody may be writing it already" in text


def search_finds(words: str) -> list[str]:
    return [entry.title for entry in gaps.now_finds(words)]


def test_pointed_at_an_article_the_search_succeeds_and_the_report_measures_it(
    desk: Client, cast: Cast
) -> None:
    article = helpcenter.article("Getting to us by car", cast.path)
    helpcenter.article("The school and its rooms", cast.path)
    searched("parking at the school", 3)
    searched("school parking", 1)
    vocabulary.refresh()

    response = act(desk, "point", "school parking", article=article.slug)

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.other_wordings == ["parking at the school", "school parking"]
    vocabulary.refresh()
    assert search_finds("parking at the school")[0] == "Getting to us by car"
    assert search("parking", gaps.Entry.objects.all()).ranked
    assert "parking" not in Client().get(article.get_absolute_url()).content.decode()

    searched("parking at the school", results=1, clicked=1, days=-0.001)
    page = desk.get(REPORT).content.decode()
    assert "pointed these at “Getting to us by car”" in page
    assert "found first" in page
    assert "Since then: 1 searched, 1 opened an answer, 0 sent a request." in page
    assert Remedy.objects.get().by == cast.editor


@pytest.mark.parametrize("slug", ["", "no-such-article", "gone", "a\0b"])
def test_an_article_that_is_not_there_or_archived_changes_nothing(desk: Client, slug: str) -> None:
    searched("parking")
    helpcenter.article("Gone", state="archived", slug="gone")

    response = act(desk, "point", "parking", article=slug)

    assert response.status_code == 422
    assert not Remedy.objects.exists() and not Article.objects.exclude(also_asked="").exists()


def test_a_title_or_category_that_is_missing_makes_no_draft(desk: Client) -> None:
    searched("parking")
    category = helpcenter.category()

    for wrong in [{"title": "", "category": category.pk}, {"title": "x", "category": 999}, {}]:
        assert act(desk, "write", "parking", **wrong).status_code == 422
    assert act(desk, "write", "other", title="x", category=category.pk).status_code == 404
    assert not Article.objects.exists()


def test_the_synonym_form_is_begun_with_the_words(desk: Client) -> None:
    searched("parking")
    page = desk.get(f"{REPORT}one/?words=parking&language=en&days=30").content.decode()
    assert "/admin/search/synonym/add/?words=parking%2C+" in page

    form = desk.get("/admin/search/synonym/add/?words=parking%2C+").content.decode()
    assert 'value="parking, "' in form


# --- The weeks -------------------------------------------------------------------------------


def test_the_weeks_count_searches_found_and_deflected() -> None:
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    noon = timezone.make_aware(datetime.datetime.combine(monday, datetime.time(12)))
    for weeks_ago in [0, 2]:
        at = noon - datetime.timedelta(weeks=weeks_ago)
        searched("a", 2, searched_at=at)
        searched("b", 3, searched_at=at, results=2, clicked=1)
        searched("c", 1, searched_at=at, results=2, clicked=1, requested=True)

    shown = weeks.chart().weeks

    assert len(shown) == weeks.WEEKS and shown[-1].monday == monday
    numbers = [(week.searches, week.found, week.deflected) for week in shown[-3:]]
    assert numbers == [(6, 4, 3), (0, 0, 0), (6, 4, 3)]
    assert weeks.chart("fr").most == 0
