"""Editors hear which answers to read through and which translations are behind; readers are told."""

import datetime

import pytest
from django.utils import timezone

from helpcenter.models import Article
from helpcenter.reviewing import tell_editors
from helpcenter.writing import save_article
from mentorhub.mail.models import OutgoingEmail
from tests.cast import sign_in
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db

CHANGED = "The original of this translation has changed since"


@pytest.fixture
def pair() -> tuple[Article, Article]:
    original = helpcenter.public("A no-show")
    return original, helpcenter.translation(original, "Une absence")


def page(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_a_translation_behind_its_original_says_so(client, pair):
    original, french = pair
    assert CHANGED not in page(client, french)
    original.body = "Wait longer."
    save_article(original, None)

    assert CHANGED in page(client, french) and CHANGED not in page(client, original)
    assert list(Article.objects.behind()) == [french]
    french.body = "Attendez plus longtemps."
    save_article(french, None)
    assert CHANGED not in page(client, french) and not Article.objects.behind()


def test_a_minor_edit_or_a_reading_leaves_a_translation_up_to_date(client, pair):
    original, french = pair
    original.body = "Wait, longer."
    save_article(original, None, is_minor=True)
    assert CHANGED not in page(client, french)
    original.body = "Wait for longer."
    save_article(original, None)
    save_article(french, None, is_reviewed=True)

    french.refresh_from_db()
    assert CHANGED not in page(client, french) and not Article.objects.behind()


def test_what_is_not_translated_says_in_which_language_it_is(client, pair):
    alone = helpcenter.public("Seulement", language="fr")

    assert "not translated yet" in page(client, alone)
    assert "not translated yet" not in page(client, pair[1])


def test_a_published_answer_is_to_be_read_through_in_half_a_year(pair):
    in_days = (pair[0].review_by - timezone.localdate()).days
    assert in_days == 182
    Article.objects.update(review_by=timezone.localdate())
    article = Article.objects.get(pk=pair[0].pk)
    assert article in Article.objects.to_review()

    save_article(article, None, is_reviewed=True)

    assert article not in Article.objects.to_review() and article.is_published


def test_editors_find_them_by_a_filter(client, editor, pair):
    old = timezone.localdate() - datetime.timedelta(days=1)
    Article.objects.filter(pk=pair[0].pk).update(review_by=old, changed_at=timezone.now())
    sign_in(client, editor)
    url = "/admin/helpcenter/article/"

    listed = client.get(url, {"care": "review"}).context["cl"].queryset
    assert [it.title for it in listed] == ["A no-show"]
    listed = client.get(url, {"care": "behind"}).context["cl"].queryset
    assert [it.title for it in listed] == ["Une absence"]
    change = client.get(f"{url}{pair[1].pk}/change/").content.decode()
    assert "Its original changed since" in change


def test_editors_get_one_email_a_week_while_something_waits(editor, mentor, pair):
    assert tell_editors() == 0
    Article.objects.filter(pk=pair[0].pk).update(review_by=timezone.localdate())

    tell_editors()
    tell_editors()

    (mail,) = OutgoingEmail.objects.filter(kind="helpcenter/reviews")
    assert mail.to_address == editor.email and "- A no-show" in mail.text
    assert Article.objects.published().count() == 2
