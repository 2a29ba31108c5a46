"""The editors' lists: which articles are on them, and by which figure."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpcenter import attention
from helpcenter.models import Article, Vote
from tests.cast import Cast, sign_in
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db
PAGE = "/admin/helpcenter/article/attention/"


def votes(article: Article, yes: int = 0, no: int = 0, reason: str = "", days: int = 0) -> None:
    at = timezone.now() - datetime.timedelta(days=days)
    known = Vote.objects.count()
    Vote.objects.bulk_create(
        [
            Vote(article=article, reader=f"{known + n}", helpful=n < yes, at=at)
            for n in range(yes + no)
        ]
    )
    article.votes.filter(helpful=False, reason="").update(reason=reason)


def test_unhelpful_is_what_got_as_many_noes_as_yeses_and_two_at_least() -> None:
    worst, bad = helpcenter.public("Worst"), helpcenter.public("Bad")
    votes(worst, yes=1, no=4, reason="wrong")
    votes(worst, no=1, reason="unclear")
    votes(bad, yes=2, no=2)
    votes(helpcenter.public("One no"), no=1)
    votes(helpcenter.public("Good"), yes=9, no=3)
    votes(helpcenter.public("Draft", state="draft"), no=9)

    found = attention.unhelpful()

    assert [(row.article, row.noes, row.votes) for row in found] == [(worst, 5, 6), (bad, 2, 4)]
    assert [(reason.label, reason.count) for reason in found[0].reasons] == [
        ("It is wrong or out of date", 4),
        ("It is hard to understand", 1),
    ]


def test_a_change_ends_what_was_asked_before_it() -> None:
    wrong, mended = helpcenter.public("Wrong"), helpcenter.public("Mended")
    Article.objects.filter(pk=wrong.pk).update(changed_at=timezone.now() - datetime.timedelta(9))
    votes(wrong, no=2, reason="missing", days=3)
    votes(wrong, no=1, reason="question", days=3)
    votes(mended, no=5, reason="wrong", days=3)

    assert [(row.title, row.asked) for row in attention.asked_to_change()] == [("Wrong", 2)]


def test_what_was_changed_longest_ago_comes_first_and_the_statements_stay_the_same(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.editor)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    statements()
    few = statements()
    for number in range(20):
        article = helpcenter.public(f"Number {number}")
        ago = timezone.now() - datetime.timedelta(days=number)
        Article.objects.filter(pk=article.pk).update(changed_at=ago)
        votes(article, no=3, reason="wrong")

    assert attention.long_unchanged()[0].title == "Number 19"
    assert statements() == few
