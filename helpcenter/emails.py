"""The emails of the Help Center, one function for each kind."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from mentorhub.relay import lanes

from .models import Article

MOST = 20
STOP_SALT = "helpcenter.stop-following"


def key_of_news(user: User, day: datetime.date) -> str:
    """One email a person and day."""
    return f"helpcenter.following:{user.pk}:{day}"


def send_news(
    user: User, articles: Sequence[tuple[Article, bool]], day: datetime.date
) -> OutgoingEmail:
    """Tell a follower what is new (True) or changed, with a link that ends it."""
    token = signing.dumps([user.pk], salt=STOP_SALT)
    return outbox.queue(
        "helpcenter/following",
        user.email,
        {
            "person": user,
            "news": [
                {"article": article, "is_new": is_new,
                 "link": f"{settings.SITE_URL}{article.get_absolute_url()}"}
                for article, is_new in articles[:MOST]
            ],
            "more": max(len(articles) - MOST, 0),
            "list": f"{settings.SITE_URL}{reverse('helpcenter:following')}",
            "stop": f"{settings.SITE_URL}{reverse('helpcenter:stop_following', args=[token])}",
        },
        key=key_of_news(user, day),
        lane=lanes.BULK,
    )  # fmt: skip


def send_reviews(
    editor: User, to_review: Sequence[Article], to_translate: Sequence[Article], week: str
) -> OutgoingEmail:
    """Tell an editor what to read through, and which translations are behind; once a week."""
    edit = f"{settings.SITE_URL}{reverse('admin:helpcenter_article_changelist')}"
    return outbox.queue(
        "helpcenter/reviews",
        editor.email,
        {
            "person": editor,
            "to_review": to_review[:MOST],
            "to_translate": to_translate[:MOST],
            "count": len(to_review) + len(to_translate),
            "review_list": f"{edit}?care=review",
            "behind_list": f"{edit}?care=behind",
        },
        key=f"helpcenter.reviews:{editor.pk}:{week}",
        lane=lanes.BULK,
    )
