"""Following an article or a category: one email a day at most, and an end at any time."""

import datetime

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User

from . import emails
from .models import Article, Category, Follow

UNSETTLED = datetime.timedelta(minutes=1)


def follow(user: User, thing: Article | Category) -> None:
    """Let somebody hear of it from now on; twice is once."""
    if isinstance(thing, Article):
        Follow.objects.get_or_create(user=user, article=thing)
    else:
        Follow.objects.get_or_create(user=user, category=thing)


def stop_all(token: str, *, act: bool) -> int | None:
    """How much the person of the link in an email follows, and end it all if `act` says so.

    None when the link is not one of ours.
    """
    try:
        match signing.loads(token, salt=emails.STOP_SALT):
            case [int(pk)]:
                follows = Follow.objects.filter(user=pk)
            case _:
                return None
    except signing.BadSignature:
        return None
    count = follows.count()
    if act:
        follows.delete()
    return count


def tell_followers(now: datetime.datetime | None = None) -> int:
    """Write to everybody for whom there is news, once a day at most; how many emails that are.

    What was changed in the last minute waits for the next time: it may not be committed yet.
    """
    until = (now or timezone.now()) - UNSETTLED
    oldest = Follow.objects.order_by("told_at").values_list("told_at", flat=True).first()
    if oldest is None:
        return 0
    recent = Article.objects.published().filter(_news_since(oldest)).order_by()
    with_news = Follow.objects.filter(
        Q(article__in=recent.values("pk")) | Q(category__in=recent.values("category"))
    )
    people = set(with_news.values_list("user", flat=True))
    count = sum(_tell(pk, until) for pk in sorted(people))
    Follow.objects.filter(told_at__lt=until).exclude(user__in=people).update(told_at=until)
    return count


def _news_since(moment: datetime.datetime) -> Q:
    return Q(changed_at__gt=moment) | Q(published_at__gt=moment)


@transaction.atomic
def _tell(pk: int, until: datetime.datetime) -> bool:
    """What they may read is asked now, not when they began to follow."""
    follows = list(Follow.objects.select_for_update().filter(user=pk).order_by("pk"))
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not follows or _was_told(user, until.date()):
        return False
    articles = {it.article_id: it.told_at for it in follows if it.article_id}
    categories = {it.category_id: it.told_at for it in follows if it.category_id}
    visible = Article.objects.visible_to(user).filter(
        Q(pk__in=articles) | Q(category__in=categories, translation_of=None),
        _news_since(min(it.told_at for it in follows)),
        changed_at__lte=until,
        published_at__lte=until,
    )
    news = []
    for article in visible.select_related("category").defer("body").order_by("-changed_at", "pk"):
        told = min(filter(None, [articles.get(article.pk), categories.get(article.category_id)]))
        published = article.published_at or told
        if article.changed_at > told or published > told:
            # It is published in whole seconds, perhaps in the one in which they began to follow.
            is_new = article.pk not in articles and published >= told.replace(microsecond=0)
            news.append((article, is_new))
    mine = Follow.objects.filter(pk__in=[it.pk for it in follows], told_at__lt=until)
    mine.update(told_at=until)
    if news:
        emails.send_news(user, news, until.date())
    return bool(news)


def _was_told(user: User, day: datetime.date) -> bool:
    return OutgoingEmail.objects.filter(key=emails.key_of_news(user, day)).exists()
