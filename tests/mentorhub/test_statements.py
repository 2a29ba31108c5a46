"""What is kept of a queryset is its SQL, never an answer, and never with somebody else's rights."""

import pytest
from django.test import Client

from helpcenter.models import Article
from helpcenter.reading import read
from mentorhub import statements
from mentorhub.people.models import Role, User
from mentorhub.statements import Blank, kept
from tests.cast import Cast
from tests.factories import helpcenter


def by_title() -> statements.Statement:
    return kept("by title", lambda: Article.objects.filter(title=Blank("title")))


def test_it_answers_with_what_is_there_now(db: None) -> None:
    helpcenter.article("A lynx")
    assert [found.title for found in by_title().ask(title="A lynx")] == ["A lynx"]

    helpcenter.article("A heron")
    Article.objects.filter(title="A lynx").update(title="An otter")

    assert [found.title for found in by_title().ask(title="A heron")] == ["A heron"]
    assert by_title().ask(title="A lynx") == []


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%s", "%", "\\", '"', "a" * 10_000])
def test_what_is_filled_in_stays_a_text(db: None, text: str) -> None:
    helpcenter.article("A lynx")

    assert by_title().ask(title=text) == []


def test_new_rights_are_asked_with_at_once(cast: Cast) -> None:
    helpcenter.article("A heron", cast.path, slug="a-heron")
    mentor = cast.other_mentor
    assert read("a-heron", mentor) is None

    Role.objects.create(user=mentor, path=cast.path, kind=Role.Kind.MENTOR)

    again = User.objects.get(pk=mentor.pk)
    assert read("a-heron", again)
    again.roles.all().delete()
    assert read("a-heron", User.objects.get(pk=mentor.pk)) is None


def test_it_forgets_rather_than_grows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 3)
    for number in range(10):
        kept(("many", number), lambda: Article.objects.filter(title=Blank("title")))

    assert len(statements._kept) <= 3


def test_an_article_says_the_same_to_its_readers_again_and_again(client: Client, db: None) -> None:
    url = helpcenter.public("A lynx").get_absolute_url()
    first = client.get(url).content.decode()

    helpcenter.public("A heron")

    assert "A heron" not in first and "A heron" in client.get(url).content.decode()
