"""Followers hear of what changed: once a day, only what they may read, and until they stop."""

import datetime
import re

import pytest
from django.utils import timezone

from helpcenter import following
from helpcenter.following import follow
from helpcenter.models import Article, Follow
from helpcenter.writing import save_article
from mentorhub.mail.models import OutgoingEmail
from tests.cast import sign_in
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db


def change(article: Article, **more: bool) -> None:
    article.body = f"{article.body} And more."
    save_article(article, None, **more)


def mails() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="helpcenter/following").order_by("pk"))


def tell_followers() -> int:
    """The same, once what was just done has settled."""
    return following.tell_followers(timezone.now() + following.UNSETTLED)


def a_day_later() -> None:
    for mail in mails():
        OutgoingEmail.objects.filter(pk=mail.pk).update(key=f"{mail.key}:earlier:{mail.pk}")


def test_a_changed_answer_is_told_once(mentor):
    article = helpcenter.article("A no-show")
    follow(mentor, article)
    assert tell_followers() == 0
    change(article)

    assert following.tell_followers() == 0  # it has not settled yet
    assert tell_followers() == 1
    (mail,) = mails()
    assert mail.to_address == mentor.email and "Changed: A no-show" in mail.text
    a_day_later()
    assert tell_followers() == 0


def test_a_new_answer_of_a_category_is_told(mentor):
    helpcenter.article("A no-show")
    follow(mentor, helpcenter.category())
    helpcenter.article("Running late")

    tell_followers()

    assert "New: Running late" in mails()[0].text and "no-show" not in mails()[0].text


def test_a_minor_edit_tells_nobody(mentor, client):
    article = helpcenter.article("A no-show")
    before = article.changed_at
    follow(mentor, article)
    change(article, is_minor=True)

    assert tell_followers() == 0
    article.refresh_from_db()
    assert article.changed_at == before and "more" in article.body


def test_at_most_one_email_a_day_and_the_rest_the_day_after(mentor):
    one, two = helpcenter.article("One"), helpcenter.article("Two")
    follow(mentor, one), follow(mentor, two)
    change(one)
    tell_followers()
    change(two)

    assert tell_followers() == 0
    a_day_later()
    assert tell_followers() == 1
    assert "Two" in mails()[1].text and "One" not in mails()[1].text


def test_who_may_see_it_is_asked_when_it_is_told(mentor, cast):
    hidden = helpcenter.article("Hidden")
    for article in (hidden, gone := helpcenter.article("Gone")):
        follow(mentor, article)
    hidden.body = "For the others."
    save_article(hidden, None, paths=[cast.other_path])
    gone.state = "draft"
    change(gone)

    assert tell_followers() == 0 and mails() == []


def test_who_left_gets_none(mentor):
    article = helpcenter.article("A no-show")
    follow(mentor, article)
    change(article)
    mentor.is_active = False
    mentor.save()

    assert tell_followers() == 0


def test_a_scheduled_answer_is_told_when_its_moment_has_come(mentor):
    follow(mentor, helpcenter.category())
    later = timezone.now() + datetime.timedelta(days=1)
    made = helpcenter.article("Soon", published_at=later)
    Article.objects.filter(pk=made.pk).update(
        changed_at=timezone.now() - datetime.timedelta(days=9)
    )
    assert tell_followers() == 0

    Article.objects.filter(pk=made.pk).update(published_at=timezone.now())
    assert tell_followers() == 1


def test_follow_and_stop_by_the_buttons(client, mentor, cast):
    article = helpcenter.article("A no-show", cast.path)
    other = helpcenter.article("Other", cast.other_path)
    url = "/help/following/change/"
    thing = {"kind": "article", "pk": article.pk}
    assert client.post(url, thing | {"do": "follow"}).status_code == 302
    assert not Follow.objects.exists()

    client.force_login(mentor)
    assert "You follow nothing yet" in client.get("/help/following/").content.decode()
    assert client.post(url, thing | {"do": "follow"})["Location"] == article.get_absolute_url()
    client.post(url, thing | {"do": "follow"})
    client.post(url, {"kind": "category", "pk": article.category_id, "do": "follow"})
    assert Follow.objects.count() == 2
    assert "Stop following" in client.get(article.get_absolute_url()).content.decode()
    assert "Stop following" in client.get("/help/sessions/").content.decode()
    for bad in [
        {"kind": "article", "pk": other.pk, "do": "follow"},
        {"kind": "user", "pk": mentor.pk, "do": "follow"},
        {"kind": "article", "pk": "x", "do": "follow"},
        {"kind": "article", "pk": other.pk, "do": "stop"},
    ]:
        assert client.post(url, bad).status_code == 404
    assert client.post(url, thing | {"do": "stop"})["Location"] == "/help/following/"
    assert Follow.objects.get().category == article.category


def test_nobody_ends_what_another_follows(client, mentor, cast):
    article = helpcenter.article("A no-show")
    follow(mentor, article)
    client.force_login(cast.colleague)

    thing = {"kind": "article", "pk": article.pk, "do": "stop"}
    assert client.post("/help/following/change/", thing).status_code == 404
    assert Follow.objects.exists()


def test_what_one_may_not_see_any_more_can_be_stopped_and_bears_no_title(client, mentor, cast):
    article = helpcenter.article("A secret title")
    follow(mentor, article)
    save_article(article, None, paths=[cast.other_path])
    client.force_login(mentor)

    page = client.get("/help/following/").content.decode()
    assert "No longer for you" in page and "A secret title" not in page
    client.post("/help/following/change/", {"kind": "article", "pk": article.pk, "do": "stop"})
    assert not Follow.objects.exists()


def test_the_link_in_the_email_shows_first_and_ends_all_by_the_button(client, mentor, cast):
    article = helpcenter.article("A no-show")
    follow(mentor, article)
    follow(cast.colleague, article)
    change(article)
    tell_followers()
    text = next(mail.text for mail in mails() if mail.to_address == mentor.email)
    link = re.search(r"https?://[^/]+(/help/following/stop/\S+)", text)[1]

    assert "Stop all" in client.get(link).content.decode()
    assert Follow.objects.count() == 2
    assert "Done" in client.post(link).content.decode()
    assert [it.user for it in Follow.objects.all()] == [cast.colleague]
    assert client.get("/help/following/stop/forged/").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_same_however_long(client, mentor, django_assert_num_queries, count):
    for number in range(count):
        follow(mentor, helpcenter.article(f"One {number}"))
    client.force_login(mentor)
    client.get("/help/following/")

    with django_assert_num_queries(6):
        client.get("/help/following/")


def test_editors_say_that_an_edit_is_minor(client, editor):
    article = helpcenter.article("A no-show", by=editor)
    sign_in(client, editor)
    page = client.get(f"/admin/helpcenter/article/{article.pk}/change/")
    assert "A minor edit: tell nobody" in page.content.decode()
    data = {key: value for key, value in page.context["adminform"].form.initial.items() if value}
    data |= {"body": "Fixed a slip.", "is_minor": "on", "seen_version": article.version}
    data.pop("paths", None)
    data["published_at"] = f"{article.published_at:%Y-%m-%dT%H:%M:%S}"
    client.post(f"/admin/helpcenter/article/{article.pk}/change/", data)

    before = article.changed_at
    article.refresh_from_db()
    assert (article.body, article.changed_at) == ("Fixed a slip.", before)
